/**
 * The fleet simulation, which stands beside the engine that it runs: its types are package-private
 * there.
 */
@NullMarked
package dev.irsa.session;

import org.jspecify.annotations.NullMarked;
