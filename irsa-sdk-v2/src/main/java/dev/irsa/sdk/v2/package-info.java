/** Credentials of the pod's role for AWS SDK for Java 2.x. */
@NullMarked
package dev.irsa.sdk.v2;

import org.jspecify.annotations.NullMarked;
