package dev.irsa.spring;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code irsa.*}. Immutable. What is not set, or empty, is read from the environment
 * variables and system properties of the process.
 *
 * @param enabled Whether this library provides credentials at all.
 * @param roleArn ARN of the role. By default that of AWS_ROLE_ARN. Without a token it fails the
 *     start, also outside a pod.
 * @param webIdentityTokenFile Path of the token file that kubelet rotates. By default that of
 *     AWS_WEB_IDENTITY_TOKEN_FILE. Outside a pod, this property activates the auto-configuration.
 * @param roleSessionName Role session name, 2 to 64 characters. By default a name that contains the
 *     pod's name.
 * @param region Region whose STS is called. By default that of AWS_REGION.
 * @param sessionDuration Duration of sessions, 15 min to 12 h. By default that of STS, 1 h.
 * @param deadline How long a call for credentials may wait if there are none, 1 ms to 5 min.
 * @param advisoryWindow How long before expiration refreshes start, positive and at most 12 h. By
 *     default it depends on the duration of the session.
 * @param staticStability How long expired credentials are served while STS is unavailable, 0 to 12
 *     h; 0 disables it.
 * @param chainedRoleArn ARN of a role that the pod's role assumes, whose credentials are provided
 *     in place of its own. By default there is none.
 * @param chainedRoleSessionName Session name of the chained role, 2 to 64 characters. By default
 *     that of the pod's role.
 * @param chainedRoleExternalId External id that the chained role requires, 2 to 1224 characters.
 * @since 0.1
 */
@ConfigurationProperties("irsa")
record IrsaProperties(
    @DefaultValue("true") Boolean enabled,
    @Nullable String roleArn,
    @Nullable Path webIdentityTokenFile,
    @Nullable String roleSessionName,
    @Nullable String region,
    @Nullable Duration sessionDuration,
    @DefaultValue("20s") Duration deadline,
    @Nullable Duration advisoryWindow,
    @DefaultValue("0s") Duration staticStability,
    @Nullable String chainedRoleArn,
    @Nullable String chainedRoleSessionName,
    @Nullable String chainedRoleExternalId) {}
