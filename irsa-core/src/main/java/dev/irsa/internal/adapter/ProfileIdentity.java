package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.config.Setting;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The identity that a profile defines: a web identity or the container credentials of the
 * environment, and the roles to assume from it in order.
 *
 * @param roleArn the role of the profile with the web identity, or null for container credentials
 * @param tokenFile its token file, or null for container credentials
 * @param roleSessionName its session name, or null
 * @param region its region, or that of the nearest profile that has it as source, or that of the
 *     process; null only if the region was set elsewhere
 * @param chain the roles to assume, in order; empty if the profile itself has the web identity
 */
public record ProfileIdentity(
    @Nullable String roleArn,
    @Nullable Path tokenFile,
    @Nullable String roleSessionName,
    @Nullable String region,
    List<Role> chain) {

  /** A role to assume, and the profile that defines it. */
  public record Role(String profile, RoleRequest request) {

    private static Role of(Profiles profiles, String profile, String roleArn) {
      RoleRequest request = RoleRequest.of(roleArn);
      String name = profiles.property(profile, "role_session_name");
      request = name == null ? request : request.withRoleSessionName(name);
      String externalId = profiles.property(profile, "external_id");
      request = externalId == null ? request : request.withExternalId(externalId);
      String region = profiles.property(profile, "region");
      return new Role(profile, region == null ? request : request.withRegion(region));
    }

    /**
     * Returns a handle of this role on top of another handle.
     *
     * @throws MisconfiguredException if STS would reject a value; in the words of the profile
     */
    IrsaCredentials assumedBy(IrsaCredentials handle) {
      try {
        return handle.chainedRole(request);
      } catch (MisconfiguredException invalid) {
        throw new MisconfiguredException(
            true, invalid.problems().stream().map(this::ofProfile).toList());
      }
    }

    private Problem ofProfile(Problem each) {
      String key = each.setting().replace("AWS_", "").replace(' ', '_').toLowerCase(Locale.ROOT);
      return problem(profile, key + " " + each.found(), each.fix());
    }
  }

  /** Copies the chain. */
  public ProfileIdentity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads a profile and its source profiles.
   *
   * @param regionOfProcess the region if the profiles define none, or null
   * @param regionGiven whether the region was set elsewhere
   * @throws MisconfiguredException if a profile is missing or incomplete
   */
  public static ProfileIdentity of(
      Profiles profiles, String name, @Nullable String regionOfProcess, boolean regionGiven) {
    List<Problem> problems = new ArrayList<>();
    Deque<String> fromSource = fromSource(profiles, name, problems);
    String region = region(profiles, fromSource, regionOfProcess);
    boolean inContainer = ProfileKind.isOfContainer(profiles, fromSource.getFirst());
    String source = inContainer ? null : fromSource.removeFirst();
    String roleArn = source == null ? null : required(profiles, source, "role_arn", problems);
    String tokenFile =
        source == null ? null : required(profiles, source, "web_identity_token_file", problems);
    List<Role> chain = new ArrayList<>();
    for (String profile : fromSource) {
      chain.add(Role.of(profiles, profile, required(profiles, profile, "role_arn", problems)));
    }
    Path file = source == null ? null : path(source, tokenFile, problems);
    if (region == null && !regionGiven) {
      problems.add(problem(name, "lacks region", "add it to the profile"));
    }
    if (!problems.isEmpty()) {
      throw new MisconfiguredException(true, problems);
    }
    String sessionName = source == null ? null : profiles.property(source, "role_session_name");
    return new ProfileIdentity(roleArn, file, sessionName, region, chain);
  }

  private static @Nullable Path path(
      String profile, @Nullable String file, List<Problem> problems) {
    Path path = file == null ? null : Setting.pathOrNull(file);
    if (file != null && path == null) {
      problems.add(
          problem(profile, "web_identity_token_file is not a path", "set the file's path"));
    }
    return path;
  }

  private static @Nullable String region(
      Profiles profiles, Deque<String> fromSource, @Nullable String regionOfProcess) {
    return fromSource.stream()
        .map(profile -> profiles.property(profile, "region"))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(regionOfProcess);
  }

  /** Returns the path of profiles from the one with the web identity to the given one. */
  private static Deque<String> fromSource(Profiles profiles, String name, List<Problem> problems) {
    Deque<String> path = new ArrayDeque<>();
    Set<String> seen = new HashSet<>();
    String next = name;
    while (true) {
      if (!profiles.has(next)) {
        path.forEach(profile -> required(profiles, profile, "role_arn", problems));
        problems.add(problem(next, "does not exist", "add it, or reference another profile"));
        throw new MisconfiguredException(true, problems);
      }
      if (!seen.add(next)) {
        throw wrong(next, "is its own source (source_profile)", "remove the cycle");
      }
      path.addFirst(next);
      String source = profiles.property(next, "source_profile");
      boolean isOfContainer = ProfileKind.isOfContainer(profiles, next);
      if (profiles.property(next, "web_identity_token_file") != null) {
        return path;
      }
      if (isOfContainer && source != null) {
        throw wrong(next, "has both source_profile and credential_source", "remove one of them");
      }
      if (isOfContainer) {
        return path;
      }
      if (source == null) {
        throw wrong(
            next,
            "lacks web_identity_token_file or source_profile",
            "add one; for other kinds of profiles use the SDK's ProfileCredentialsProvider");
      }
      next = source;
    }
  }

  private static String required(
      Profiles profiles, String profile, String key, List<Problem> problems) {
    String value = profiles.property(profile, key);
    if (value == null) {
      problems.add(problem(profile, "lacks " + key, "add it to the profile"));
      return "";
    }
    return value;
  }

  /**
   * Sets the role, the token file, the session name and the region, and ignores the environment for
   * them; or selects the container credentials of the environment.
   */
  public void applyTo(IrsaCredentials.Builder builder) {
    if (region != null) {
      builder.region(region);
    }
    if (roleArn == null || tokenFile == null) {
      builder.identitySource(IdentitySource.CONTAINER);
      return;
    }
    builder.useEnvironmentIdentity(false).roleArn(roleArn).webIdentityTokenFile(tokenFile);
    if (roleSessionName != null) {
      builder.roleSessionName(roleSessionName);
    }
  }

  private static MisconfiguredException wrong(String profile, String found, String fix) {
    return new MisconfiguredException(true, List.of(problem(profile, found, fix)));
  }

  /** Returns a problem of a profile. */
  static Problem problem(String profile, String found, String fix) {
    return new Problem("profile " + profile, null, found, fix);
  }
}
