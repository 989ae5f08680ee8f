package dev.irsa.spring;

import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.SigningAlgorithm;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.ReflectionUtils;

/**
 * The properties {@code irsa.*}. Immutable. A property that is not set, or empty, is read from the
 * environment variables and system properties of the process.
 *
 * @param enabled Whether this library provides credentials at all. Default: IRSA_ENABLED, otherwise
 *     true.
 * @param roleArn ARN of the role. Default: AWS_ROLE_ARN. Without a token it fails the start, also
 *     outside a pod.
 * @param webIdentityTokenFile Path of the token file that kubelet rotates. Default:
 *     AWS_WEB_IDENTITY_TOKEN_FILE. Outside a pod, this property activates the auto-configuration.
 * @param identitySource The only source to use, web-identity or container. Default: the source that
 *     the pod's variables name.
 * @param roleSessionName Role session name, 2 to 64 characters. Default: a name that contains the
 *     pod's name.
 * @param region Region whose STS is called. Default: AWS_REGION.
 * @param stsSpare Another endpoint of STS, which is asked if the first is unavailable: a region or
 *     a URL. Default: IRSA_STS_SPARE, otherwise none.
 * @param sessionDuration Duration of sessions, 15 min to 12 h. Default: 1 h, the default of STS.
 * @param deadline How long a call may wait if the pod has no credentials, 1 ms to 5 min.
 * @param advisoryWindow How long before expiration refreshes start, positive and at most 12 h. By
 *     default it depends on the duration of the session.
 * @param staticStability How long expired credentials are served while STS is unavailable, 0 to 12
 *     h; 0 disables it.
 * @param chainedRoleArn ARN of a role that the pod's role assumes, whose credentials are provided
 *     instead of the pod's own. Default: none.
 * @param chainedRoleSessionName Session name of the chained role, 2 to 64 characters. Default: the
 *     session name of the pod's role.
 * @param chainedRoleExternalId External id that the chained role requires, 2 to 1224 characters.
 * @param guard What happens to requests that another identity than the pod's signs: warn, deny, or
 *     off, which YAML reads as false. Default: IRSA_GUARD, otherwise warn.
 * @param guardAllow Other identities that are meant, separated by commas or as a list. Default:
 *     IRSA_GUARD_ALLOW.
 * @param outboundTokens Tokens that STS signs for services outside of AWS, by the names of their
 *     beans.
 * @since 0.1
 */
@ConfigurationProperties("irsa")
record IrsaProperties(
    @DefaultValue("true") Boolean enabled,
    @Nullable String roleArn,
    @Nullable String webIdentityTokenFile,
    @Nullable String identitySource,
    @Nullable String roleSessionName,
    @Nullable String region,
    @Nullable String stsSpare,
    @Nullable Duration sessionDuration,
    @DefaultValue("20s") Duration deadline,
    @Nullable Duration advisoryWindow,
    @DefaultValue("0s") Duration staticStability,
    @Nullable String chainedRoleArn,
    @Nullable String chainedRoleSessionName,
    @Nullable String chainedRoleExternalId,
    @Nullable String guard,
    @Nullable List<String> guardAllow,
    @Nullable Map<String, OutboundToken> outboundTokens) {

  /**
   * The properties of a token for others.
   *
   * @param audience Services that accept the token, as they expect themselves in the claim aud:
   *     one, or up to 10 separated by commas or as a list.
   * @param duration Duration of tokens, 60 s to 1 h. Default: 5 min.
   * @param signingAlgorithm How STS signs the token. Default: RS256.
   */
  record OutboundToken(
      @Nullable List<String> audience,
      @Nullable Duration duration,
      @Nullable SigningAlgorithm signingAlgorithm) {

    OutboundTokenRequest request() {
      OutboundTokenRequest request =
          OutboundTokenRequest.audiences(audience == null ? List.of() : audience);
      request = duration == null ? request : request.withDuration(duration);
      return signingAlgorithm == null ? request : request.withSigningAlgorithm(signingAlgorithm);
    }
  }

  /** Returns the values by property, texts without the blanks around them. */
  Map<String, Optional<Object>> byName() {
    Map<String, Optional<Object>> values = new TreeMap<>();
    for (RecordComponent each : IrsaProperties.class.getRecordComponents()) {
      Method accessor = each.getAccessor();
      ReflectionUtils.makeAccessible(accessor);
      Object value = ReflectionUtils.invokeMethod(accessor, this);
      values.put(
          "irsa." + DataObjectPropertyName.toDashedForm(each.getName()),
          Optional.ofNullable(value instanceof String text ? text.strip() : value));
    }
    return values;
  }
}
