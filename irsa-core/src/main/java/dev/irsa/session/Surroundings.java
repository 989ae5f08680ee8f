package dev.irsa.session;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What one session lives on.
 *
 * @param clocks both clocks
 * @param timer runs wake-ups, which never block
 * @param attempts runs exchanges, which may block for seconds
 * @param chores runs what is short: listeners, looks at the token file, the end of a connection
 * @param gate lets exchanges start
 * @param endpoint the limits of the endpoint that they go to
 */
record Surroundings(
    Clocks clocks,
    ScheduledExecutorService timer,
    Executor attempts,
    Executor chores,
    Gate gate,
    EndpointLimits endpoint) {}
