package dev.irsa.testkit.kubernetes;

import java.time.Duration;

/**
 * The service account token that a pod's volume {@code aws-iam-token} projects.
 *
 * @param audience the token's audience
 * @param expiration the lifetime to request
 * @param path the path of the file inside the volume
 */
public record TokenProjection(String audience, Duration expiration, String path) {}
