/** Kafka with OAUTHBEARER. */
@NullMarked
package dev.irsa.integration.engines.kafka;

import org.jspecify.annotations.NullMarked;
