package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.identity.WebIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of resolving the settings: valid values, their origins, and all problems. Immutable.
 *
 * @param configured whether the process is configured for any source, even partly
 * @param identity the identity, or null if there are {@link #problems}
 * @param role the role's ARN, or null if there are {@link #problems} or only the issuer knows it
 * @param region the region, or null
 * @param legacy whether the oldest regions use the global endpoint
 * @param fips whether FIPS endpoints are used
 * @param dualStack whether dual-stack endpoints are used
 * @param endpointOverride the endpoint that replaces that of the region, or null
 * @param proxies the rules that select the proxy
 * @param caBundle a PEM file of additional authorities to trust, or null
 * @param origins the origin of each value, by {@link Setting#label()}
 * @param problems all problems except those of the proxy; see {@link ProxyRules#problemsFor}
 * @param warnings settings that are valid but surprising
 * @param notes remarks on the settings
 */
public record Settings(
    boolean configured,
    @Nullable Identity identity,
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
    List<String> warnings,
    List<String> notes) {

  /** Copies the collections. */
  public Settings {
    origins = Map.copyOf(origins);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
  }

  /**
   * Resolves all settings. Values given in code take precedence over system properties, and those
   * over environment variables. Does no I/O and does not throw for invalid values.
   */
  public static Settings resolve(Environment environment, Overrides overrides) {
    return new SettingsReader(new SettingLookup(environment, overrides)).read();
  }

  /**
   * Returns a copy of the settings of a web identity for another session. The problems of the copy
   * are those of the request.
   */
  public Settings withRole(RoleRequest request) {
    SettingLookup lookup =
        new SettingLookup(Environment.of(Map.of(), Map.of()), Overrides.of(request));
    IdentitySettings requested = new IdentitySettings(lookup);
    SettingValue roleArn = new SettingValue(request.roleArn().strip(), SettingLookup.BUILDER);
    RoleArn other = requested.role(roleArn, endpointOverride == null);
    WebIdentity otherIdentity =
        identity instanceof WebIdentity current ? requested.other(current, other, request) : null;
    return new Settings(
        configured,
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
        warnings,
        notes);
  }
}
