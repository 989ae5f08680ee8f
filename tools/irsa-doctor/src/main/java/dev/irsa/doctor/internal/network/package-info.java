/** Calls whose stages are timed, and what STS, issuer, instance metadata and API server say. */
@NullMarked
package dev.irsa.doctor.internal.network;

import org.jspecify.annotations.NullMarked;
