package dev.irsa.testkit.kubernetes;

import java.time.Duration;

/**
 * The service account token that a pod's volume {@code aws-iam-token} projects.
 *
 * @param audience of the token
 * @param expiration the lifetime to request
 * @param path of the file, inside the volume
 */
public record TokenProjection(String audience, Duration expiration, String path) {}
