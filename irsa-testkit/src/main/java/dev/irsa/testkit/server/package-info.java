/** HTTP over real loopback sockets, with faults on demand and a log of what was asked. */
@NullMarked
package dev.irsa.testkit.server;

import org.jspecify.annotations.NullMarked;
