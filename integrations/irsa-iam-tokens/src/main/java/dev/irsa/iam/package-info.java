/** Passwords made of the pod's role: for databases, caches and Kubernetes. */
@NullMarked
package dev.irsa.iam;

import org.jspecify.annotations.NullMarked;
