/** Runs the state machine: locks it, shares and keeps sessions, and runs exchanges. */
@NullMarked
package dev.irsa.internal.session;

import org.jspecify.annotations.NullMarked;
