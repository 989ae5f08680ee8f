package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.identity.WebIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was resolved: values that passed their checks, where each came from, and everything that is
 * wrong. Immutable.
 *
 * @param irsaPod whether a role or a token file is set at all
 * @param identity who asks, or null when {@link #problems} say why not
 * @param role the role's ARN, or null when {@link #problems} say why not
 * @param region the region, or null
 * @param legacy whether the historic regions use the global endpoint
 * @param fips whether FIPS endpoints are used
 * @param dualStack whether dual-stack endpoints are used
 * @param endpointOverride another endpoint than AWS's own, or null
 * @param proxies the way to the endpoint
 * @param caBundle a PEM file of more authorities to trust, or null
 * @param origins where each value came from, by {@link Setting#label()}
 * @param problems all that is wrong, but for the proxy: {@link ProxyRules#problemsFor}
 * @param warnings what works and surprises
 */
public record Settings(
    boolean irsaPod,
    @Nullable WebIdentity identity,
    @Nullable RoleArn role,
    @Nullable String region,
    boolean legacy,
    boolean fips,
    boolean dualStack,
    @Nullable URI endpointOverride,
    ProxyRules proxies,
    @Nullable Path caBundle,
    Map<String, String> origins,
    List<Problem> problems,
    List<String> warnings) {

  /** Copies the collections. */
  public Settings {
    origins = Map.copyOf(origins);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /**
   * Resolves every setting: what code set before system properties before environment variables.
   * Does no I/O and never throws for what it finds.
   */
  public static Settings resolve(Environment environment, Overrides overrides) {
    return new SettingsReader(new SettingLookup(environment, overrides)).read();
  }

  /** Returns the same settings for another role; what is wrong with its ARN is their problem. */
  public Settings withRole(String roleArn) {
    SettingLookup lookup = new SettingLookup(Environment.of(Map.of(), Map.of()), Overrides.none());
    RoleArn other =
        new IdentityReader(lookup)
            .role(
                new SettingValue(roleArn.strip(), SettingLookup.BUILDER), endpointOverride == null);
    WebIdentity otherIdentity =
        identity == null || other == null ? null : identity.withRoleArn(other.text());
    return new Settings(
        irsaPod,
        otherIdentity,
        other,
        region,
        legacy,
        fips,
        dualStack,
        endpointOverride,
        proxies,
        caBundle,
        origins,
        lookup.problems(),
        warnings);
  }
}
