/**
 * EKS Pod Identity: associations, the service EKS Auth, and the agent of a node, which gives pods
 * their credentials.
 */
@NullMarked
package dev.irsa.testkit.podidentity;

import org.jspecify.annotations.NullMarked;
