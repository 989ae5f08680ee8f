package dev.irsa.testkit.server;

import dev.irsa.testkit.LabTime;
import dev.irsa.testkit.internal.server.Service;
import java.util.concurrent.Executor;

/**
 * What the connections of a server share.
 *
 * @param service responds to the requests
 * @param faults the faults to apply
 * @param log receives a record of each request
 * @param time the lab's time, for delays and for the log
 * @param threads runs connections, and what watches them
 */
record ServerContext(
    Service service, Faults faults, RequestLog log, LabTime time, Executor threads) {}
