/**
 * Emulates the Kubernetes side: service accounts, their tokens, the pod webhook and the projected
 * token volume.
 */
@NullMarked
package dev.irsa.testkit.kubernetes;

import org.jspecify.annotations.NullMarked;
