/** The parts of a run: each measures one thing and writes it into the results. */
@NullMarked
package dev.irsa.bench.part;

import org.jspecify.annotations.NullMarked;
