package dev.irsa.internal.guard;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.GuardMode;
import dev.irsa.internal.config.Partition;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.SettingValue;
import java.net.URI;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What applies to the requests of this process. Immutable.
 *
 * @param environment the variables and properties, which have the static keys of the process
 * @param properties the properties that were read, which may change
 * @param policies what each application of the process wants, the strictest first; only those that
 *     are configured for a source of this library, and whose guard is on
 * @param pod the settings of the application that comes first
 * @param source where the pod's credentials come from
 * @param roleArn the pod's role, or null if only the issuer knows it
 * @param endpoints hosts and ports that the process is configured to call in place of AWS's
 */
record GuardRules(
    Environment environment,
    Map<String, @Nullable String> properties,
    List<Policy> policies,
    GivenSettings pod,
    IdentitySource source,
    @Nullable String roleArn,
    Set<String> endpoints) {

  private static final String STATIC_KEY = "aws.accessKeyId";

  /** Domains of AWS besides those of its partitions. */
  private static final String MORE_OF_AWS = ".on.aws";

  /**
   * What an application wants.
   *
   * @param origin where the mode was set
   * @param allowed other identities that are allowed
   */
  record Policy(GuardMode mode, String origin, List<String> allowed) {

    private static Policy of(Configuration found) {
      SettingValue<?> set = found.found(Setting.GUARD);
      return new Policy(
          Objects.requireNonNullElse(found.get(Setting.GUARD), GuardMode.WARN),
          set == null ? Setting.GUARD.label() : set.origin(),
          Objects.requireNonNullElse(found.get(Setting.GUARD_ALLOW), List.of()));
    }

    boolean isDenying() {
      return mode == GuardMode.DENY;
    }

    /**
     * Returns whether another identity is allowed.
     *
     * @param identity the identity that was learned from the response with the key, or null
     */
    private boolean allows(SignedRequest call, @Nullable String identity) {
      if (allowed.isEmpty()) {
        return false;
      }
      ProviderKind kind = call.providerKind();
      String provider = Objects.requireNonNullElse(call.provider(), "");
      return allowed.stream()
          .anyMatch(
              entry ->
                  entry.equals(call.accessKeyId())
                      || entry.equals(provider)
                      || provider.endsWith("." + entry)
                      || (identity != null && identity.startsWith(entry + " ("))
                      || (kind != null && entry.equals(kind.word())));
    }
  }

  /**
   * Reads the settings. The guard has a switch of its own: it also warns in a pod in which this
   * library is switched off. A wrong value counts as the default; the sessions of the pod report
   * it.
   *
   * @param applications the settings of each application of the process, at least one
   */
  static GuardRules of(Environment environment, List<GivenSettings> applications) {
    List<Configuration> pods =
        applications.stream().map(each -> Resolver.ofPod(environment, each)).toList();
    Configuration first =
        pods.stream().filter(Configuration::isConfigured).findFirst().orElse(pods.get(0));
    SettingValue<?> role =
        first.source() == IdentitySource.CONTAINER ? null : first.found(Setting.ROLE_ARN);
    return new GuardRules(
        environment,
        read(environment),
        pods.stream()
            .filter(Configuration::isConfigured)
            .map(Policy::of)
            .filter(each -> each.mode() != GuardMode.OFF)
            .sorted(Comparator.comparing(each -> !each.isDenying()))
            .toList(),
        applications.get(pods.indexOf(first)),
        first.source(),
        role == null ? null : role.value().toString(),
        endpoints(environment));
  }

  private static Map<String, @Nullable String> read(Environment environment) {
    Map<String, @Nullable String> read = new HashMap<>();
    Stream.concat(
            Stream.of(STATIC_KEY), Setting.values().stream().flatMap(e -> e.properties().stream()))
        .forEach(each -> read.put(each, environment.property(each)));
    return read;
  }

  private static Set<String> endpoints(Environment environment) {
    Set<String> endpoints = new HashSet<>();
    for (String url : environment.endpointUrls()) {
      String authority = authority(url);
      if (authority != null) {
        endpoints.add(authority);
      }
    }
    return endpoints;
  }

  private static @Nullable String authority(String url) {
    try {
      return normalized(SignedRequest.authority(URI.create(url.strip())));
    } catch (IllegalArgumentException invalid) {
      return null;
    }
  }

  /**
   * Returns a host and a port as DNS compares it: in any case, and with a dot at its end or not.
   */
  private static String normalized(String endpoint) {
    return endpoint.toLowerCase(Locale.ROOT).replace(".:", ":");
  }

  /** Returns whether the properties are those that were read. */
  boolean areCurrent() {
    for (Map.Entry<String, @Nullable String> each : properties.entrySet()) {
      if (!Objects.equals(each.getValue(), environment.property(each.getKey()))) {
        return false;
      }
    }
    return true;
  }

  boolean areOn() {
    return !policies.isEmpty();
  }

  /** Returns the identity of the pod, for messages. */
  String podsName() {
    return roleArn == null ? "the role of this pod" : "the pod's role " + roleArn;
  }

  /**
   * Returns whether a request goes to AWS, or to what this process is configured to call in its
   * place. To other servers, such as MinIO, the pod's keys would be of no use, and leak.
   */
  boolean isToAws(SignedRequest call) {
    String sentTo = call.endpoint();
    if (sentTo == null) {
      return true;
    }
    String endpoint = normalized(sentTo);
    int port = endpoint.lastIndexOf(':');
    String host = port < 0 ? endpoint : endpoint.substring(0, port);
    return Partition.isAwsHost(host) || host.endsWith(MORE_OF_AWS) || endpoints.contains(endpoint);
  }

  /** Returns whether a key was handed out for a token, for the pod's role. */
  boolean isOfRole(KnownAccessKeys.Origin origin) {
    return origin.kind() == KnownAccessKeys.Kind.TOKEN
        && roleArn != null
        && origin.identity().startsWith(roleArn + " (");
  }

  /** Returns the strictest policy, or null without any. */
  @Nullable Policy strictest() {
    return policies.isEmpty() ? null : policies.get(0);
  }

  /**
   * Returns whether all applications allow an identity.
   *
   * @param identity the identity that was learned from the response with the key, or null
   */
  boolean allow(SignedRequest call, @Nullable String identity) {
    return policies.stream().allMatch(each -> each.allows(call, identity));
  }

  /** Returns the strictest policy that does not allow an identity. */
  Policy against(SignedRequest call, String identity) {
    return policies.stream()
        .filter(each -> !each.allows(call, identity))
        .findFirst()
        .orElse(policies.get(0));
  }
}
