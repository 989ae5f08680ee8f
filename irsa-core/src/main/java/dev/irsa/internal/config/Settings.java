package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.identity.WebIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of resolving the settings: valid values, their origins, and all problems. Immutable.
 *
 * @param configured whether the process is configured for any source, even partly
 * @param identity the identity, or null if there are {@link #problems}
 * @param role the role's ARN, or null if there are {@link #problems} or only the issuer knows it
 * @param sts where STS is
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
    StsSettings sts,
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
   * Returns a copy for another session with the same web identity token. The problems of the copy
   * are those of the role.
   *
   * @param request without problems
   */
  public Settings withRole(CheckedRoleRequest request) {
    List<Problem> found = new ArrayList<>();
    RoleArn other = request.role(sts.override() == null, found);
    WebIdentity otherIdentity =
        other != null && identity instanceof WebIdentity current
            ? request.withTokenOf(current, other)
            : null;
    return with(otherIdentity, other, sts, origins, found);
  }

  /**
   * Returns a copy for a role that is assumed with the credentials of these settings. The problems
   * of the copy are those of the role, and that the region of STS is not known.
   *
   * @param request without problems
   */
  public Settings withChainedRole(CheckedRoleRequest request) {
    List<Problem> found = new ArrayList<>();
    RoleArn other = request.role(sts.override() == null, found);
    ChainedIdentity otherIdentity =
        other == null || identity == null
            ? null
            : request.chainedTo(identity.roleSessionName(), other);
    String otherRegion = request.region(sts.region(), found);
    Map<String, String> otherOrigins = new HashMap<>(origins);
    if (request.hasRegion()) {
      otherOrigins.put(Setting.REGION.label(), SettingLookup.BUILDER);
    }
    return with(otherIdentity, other, sts.withRegion(otherRegion), otherOrigins, found);
  }

  /** Returns the region, or null. */
  public @Nullable String region() {
    return sts.region();
  }

  /** Returns a copy without the origins of some settings. */
  public Settings without(List<Setting> hidden) {
    Map<String, String> rest = new HashMap<>(origins);
    for (Setting each : hidden) {
      rest.remove(each.label());
    }
    return with(identity, role, sts, rest, problems);
  }

  private Settings with(
      @Nullable Identity otherIdentity,
      @Nullable RoleArn otherRole,
      StsSettings otherSts,
      Map<String, String> otherOrigins,
      List<Problem> otherProblems) {
    return new Settings(
        configured,
        otherIdentity,
        otherRole,
        otherSts,
        proxies,
        caBundle,
        otherOrigins,
        otherProblems,
        warnings,
        notes);
  }
}
