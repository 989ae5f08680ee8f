package dev.irsa.testkit.internal.kubernetes;

import java.time.Duration;

/**
 * The service account token that a volume of a pod projects.
 *
 * @param audience the token's audience
 * @param expiration the lifetime to request
 * @param path the path of the file inside the volume
 */
public record TokenProjection(String audience, Duration expiration, String path) {}
