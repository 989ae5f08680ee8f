/** Calls in stages, each of them timed, and what each stage reveals. */
@NullMarked
package dev.irsa.doctor.internal.network;

import org.jspecify.annotations.NullMarked;
