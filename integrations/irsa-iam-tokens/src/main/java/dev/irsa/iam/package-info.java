/** Passwords and tokens made of the pod's role: for databases, caches, Kubernetes and Kafka. */
@NullMarked
package dev.irsa.iam;

import org.jspecify.annotations.NullMarked;
