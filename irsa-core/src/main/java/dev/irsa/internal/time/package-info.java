/** Clocks, deadlines, and a rate limiter. */
@NullMarked
package dev.irsa.internal.time;

import org.jspecify.annotations.NullMarked;
