/** Runs the state machine on the loop, shares and keeps sessions, and runs exchanges. */
@NullMarked
package dev.irsa.internal.session;

import org.jspecify.annotations.NullMarked;
