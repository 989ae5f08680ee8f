/** Frameworks on SDK 2.x that make our provider from its name, and those of Kafka. */
@NullMarked
package dev.irsa.integration.engines.frameworks;

import org.jspecify.annotations.NullMarked;
