/** Serves the pod's credentials to other processes on loopback. */
@NullMarked
package dev.irsa.serve;

import org.jspecify.annotations.NullMarked;
