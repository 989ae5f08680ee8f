/** Clocks and deadlines. */
@NullMarked
package dev.irsa.internal.time;

import org.jspecify.annotations.NullMarked;
