/**
 * The fleet simulation, which stands beside the engine that it runs: its types are package-private
 * there.
 */
@NullMarked
package dev.irsa.bench.fleet;

import org.jspecify.annotations.NullMarked;
