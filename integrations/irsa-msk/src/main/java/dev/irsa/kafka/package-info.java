/** Callback handlers for Kafka clients that log in to Amazon MSK with the pod's role. */
@NullMarked
package dev.irsa.kafka;

import org.jspecify.annotations.NullMarked;
