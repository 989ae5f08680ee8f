/**
 * The programs in the measured JVMs: one main class for each variant, with only its own jars on the
 * class path.
 */
@NullMarked
package dev.irsa.bench.pod;

import org.jspecify.annotations.NullMarked;
