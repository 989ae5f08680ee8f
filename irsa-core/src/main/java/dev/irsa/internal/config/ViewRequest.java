package dev.irsa.internal.config;

import dev.irsa.credentials.RoleRequest;

/**
 * A request for a view of a handle. Immutable.
 *
 * @param isChained whether the role is assumed with the credentials of the handle; otherwise with
 *     the same token
 */
public record ViewRequest(RoleRequest role, boolean isChained) {}
