/** Frameworks on SDK 2.x that create our provider from its class name, and Kafka's. */
@NullMarked
package dev.irsa.integration.engines.frameworks;

import org.jspecify.annotations.NullMarked;
