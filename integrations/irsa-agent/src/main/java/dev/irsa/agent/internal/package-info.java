/** The part of the agent that only its own class loader sees. */
@NullMarked
package dev.irsa.agent.internal;

import org.jspecify.annotations.NullMarked;
