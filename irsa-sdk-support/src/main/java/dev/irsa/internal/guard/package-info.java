/** The comparison of what clients of the SDKs sign with the keys of the pod. */
@NullMarked
package dev.irsa.internal.guard;

import org.jspecify.annotations.NullMarked;
