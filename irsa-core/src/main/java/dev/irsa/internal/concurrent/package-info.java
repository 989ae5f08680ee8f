/** Threads, limits and timers. Knows nothing of AWS. */
@NullMarked
package dev.irsa.internal.concurrent;

import org.jspecify.annotations.NullMarked;
