/**
 * What runs in the measured JVMs: one main class for each variant, with nothing on the class path
 * but its own.
 */
@NullMarked
package dev.irsa.bench.pod;

import org.jspecify.annotations.NullMarked;
