/** The fleet simulation, driven by the real engine. */
@NullMarked
package dev.irsa.bench.fleet;

import org.jspecify.annotations.NullMarked;
