/**
 * The exchange at an endpoint beside the container: the agent of EKS Pod Identity, the ECS agent,
 * or another server with the same contract.
 */
@NullMarked
package dev.irsa.internal.container;

import org.jspecify.annotations.NullMarked;
