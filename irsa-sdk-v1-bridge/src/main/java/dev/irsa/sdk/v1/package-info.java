/** Credentials of the pod's role for AWS SDK for Java 1.x. */
@NullMarked
package dev.irsa.sdk.v1;

import org.jspecify.annotations.NullMarked;
