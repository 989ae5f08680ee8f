/** Micro benchmarks: the hot path and the refresh path. */
@NullMarked
package dev.irsa.bench.jmh;

import org.jspecify.annotations.NullMarked;
