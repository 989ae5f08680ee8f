/** Threads and timers, independent of AWS. */
@NullMarked
package dev.irsa.internal.concurrent;

import org.jspecify.annotations.NullMarked;
