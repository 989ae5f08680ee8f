/** HTTP servers on loopback sockets, with faults on demand and a log of requests. */
@NullMarked
package dev.irsa.testkit.server;

import org.jspecify.annotations.NullMarked;
