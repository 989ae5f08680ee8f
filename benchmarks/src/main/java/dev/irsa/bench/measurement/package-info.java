/** The parts of a run. Each one measures one aspect and writes it into the results. */
@NullMarked
package dev.irsa.bench.measurement;

import org.jspecify.annotations.NullMarked;
