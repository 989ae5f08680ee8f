package dev.irsa.sdk.v2;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * What a profile says of who we are: a web identity, and the roles to assume from it in turn.
 *
 * @param roleArn the role of the profile with the web identity
 * @param tokenFile its token file
 * @param roleSessionName its session name, or null
 * @param region its region, or that of the nearest profile that names it as source; null when none
 *     of them has one, which is allowed only if the builder gave one
 * @param chain roles to assume, in order; none when the profile asked for has the web identity
 */
record ProfileIdentity(
    String roleArn,
    Path tokenFile,
    @Nullable String roleSessionName,
    @Nullable String region,
    List<ChainedRole> chain) {

  ProfileIdentity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads a profile and those that it names as source.
   *
   * @param regionGiven whether a region is known from elsewhere
   * @throws MisconfiguredException if one of them is missing or lacks something
   */
  static ProfileIdentity of(ProfileFile file, String name, boolean regionGiven) {
    Deque<Profile> fromSource = fromSource(file, name);
    Profile source = fromSource.removeFirst();
    List<Problem> problems = new ArrayList<>();
    String roleArn = required(source, ProfileProperty.ROLE_ARN, problems);
    List<ChainedRole> chain = new ArrayList<>();
    String region = property(source, ProfileProperty.REGION);
    for (Profile profile : fromSource) {
      String own = property(profile, ProfileProperty.REGION);
      region = region == null ? own : region;
      chainedRole(profile, problems).ifPresent(chain::add);
    }
    if (region == null && !regionGiven) {
      problems.add(
          problem(
              name, "lacks region", "add it to the profile; it is not taken from the environment"));
    }
    if (!problems.isEmpty()) {
      throw new MisconfiguredException(true, problems);
    }
    return new ProfileIdentity(
        roleArn,
        Path.of(source.property(ProfileProperty.WEB_IDENTITY_TOKEN_FILE).orElseThrow().trim()),
        property(source, ProfileProperty.ROLE_SESSION_NAME),
        region,
        chain);
  }

  /** Returns the profile with the web identity, then those that lead to the one asked for. */
  private static Deque<Profile> fromSource(ProfileFile file, String name) {
    Deque<Profile> path = new ArrayDeque<>();
    Set<String> seen = new HashSet<>();
    String next = name;
    while (true) {
      Profile profile = file.profile(next).orElse(null);
      if (profile == null) {
        throw wrong(next, "is not there", "write it, or name another one");
      }
      if (!seen.add(next)) {
        throw wrong(next, "is its own source, by source_profile", "break the circle");
      }
      path.addFirst(profile);
      if (property(profile, ProfileProperty.WEB_IDENTITY_TOKEN_FILE) != null) {
        return path;
      }
      String source = property(profile, ProfileProperty.SOURCE_PROFILE);
      if (source == null) {
        throw wrong(
            next,
            "has neither web_identity_token_file nor source_profile",
            "add one; for other kinds of profiles use the SDK's ProfileCredentialsProvider");
      }
      next = source;
    }
  }

  private static Optional<ChainedRole> chainedRole(Profile profile, List<Problem> problems) {
    String roleArn = required(profile, ProfileProperty.ROLE_ARN, problems);
    if (roleArn.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ChainedRole(
              roleArn,
              property(profile, ProfileProperty.ROLE_SESSION_NAME),
              property(profile, ProfileProperty.EXTERNAL_ID),
              null,
              property(profile, ProfileProperty.REGION)));
    } catch (IllegalArgumentException wrong) {
      problems.add(problem(profile.name(), "is wrong: " + wrong.getMessage(), "correct it"));
      return Optional.empty();
    }
  }

  private static String required(Profile profile, String key, List<Problem> problems) {
    String value = property(profile, key);
    if (value == null) {
      problems.add(problem(profile.name(), "lacks " + key, "add it to the profile"));
      return "";
    }
    return value;
  }

  /** Returns what a profile says, or null where it says nothing. */
  static @Nullable String property(Profile profile, String key) {
    return profile.property(key).map(String::trim).filter(value -> !value.isEmpty()).orElse(null);
  }

  private static MisconfiguredException wrong(String profile, String found, String fix) {
    return new MisconfiguredException(true, List.of(problem(profile, found, fix)));
  }

  private static Problem problem(String profile, String found, String fix) {
    return new Problem("profile " + profile, null, found, fix);
  }
}
