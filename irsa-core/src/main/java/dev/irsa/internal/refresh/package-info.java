/**
 * The state machine of a session, which determines when credentials are refreshed and what callers
 * get. It reads no clock, takes no lock and starts no thread.
 */
@NullMarked
package dev.irsa.internal.refresh;

import org.jspecify.annotations.NullMarked;
