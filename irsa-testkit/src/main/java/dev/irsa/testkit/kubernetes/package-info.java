/**
 * The Kubernetes half of the world: service accounts, their tokens, the pod webhook, the projected
 * token volume.
 */
@NullMarked
package dev.irsa.testkit.kubernetes;

import org.jspecify.annotations.NullMarked;
