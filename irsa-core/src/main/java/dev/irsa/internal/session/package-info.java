/**
 * Runs the state machine: locks it, shares and keeps sessions, runs exchanges, and delivers events.
 */
@NullMarked
package dev.irsa.internal.session;

import org.jspecify.annotations.NullMarked;
