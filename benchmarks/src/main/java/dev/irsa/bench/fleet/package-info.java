/** The fleet simulation, with the real session cache. */
@NullMarked
package dev.irsa.bench.fleet;

import org.jspecify.annotations.NullMarked;
