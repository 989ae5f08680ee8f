/** The part of the agent that only its own class loader sees. */
@NullMarked
package dev.irsa.agent.engine;

import org.jspecify.annotations.NullMarked;
