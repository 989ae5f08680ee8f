/** Proofs of the refresh engine: tables, vectors, a deterministic simulation and its properties. */
@NullMarked
package dev.irsa.internal.session;

import org.jspecify.annotations.NullMarked;
