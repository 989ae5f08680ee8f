/**
 * The state machine of a session: when credentials are refreshed, and what callers get. Pure: it
 * reads no clock, takes no lock and starts no thread.
 */
@NullMarked
package dev.irsa.internal.refresh;

import org.jspecify.annotations.NullMarked;
