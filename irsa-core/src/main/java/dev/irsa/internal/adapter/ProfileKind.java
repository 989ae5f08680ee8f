package dev.irsa.internal.adapter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kinds of credentials that a profile defines, determined in the same order as the SDKs do. */
public enum ProfileKind {
  /** The profile does not exist or defines no credentials. */
  NONE,
  /**
   * A web identity, or a role that is assumed from one through {@code source_profile} or with
   * container credentials ({@code credential_source=EcsContainer}): a {@link ProfileIdentity}. Also
   * an incomplete role, which is an error.
   */
  OF_THIS_LIBRARY,
  /**
   * Other credentials, which the SDK provides: static keys, a process, single sign-on and so on.
   */
  OF_THE_SDK;

  private static final List<String> SINGLE_SIGN_ON =
      List.of(
          "sso_role_name",
          "sso_account_id",
          "sso_region",
          "sso_start_url",
          "sso_session",
          "login_session");
  private static final List<String> KEYS_AND_PROCESSES =
      List.of(
          "credential_process", "aws_access_key_id", "aws_secret_access_key", "aws_session_token");
  private static final List<String> INCOMPLETE_ROLE =
      List.of("role_arn", "web_identity_token_file", "source_profile", "credential_source");

  /** Returns the kind of a profile, which is that of its source profile if it has one. */
  public static ProfileKind of(Profiles profiles, String name) {
    Set<String> seen = new HashSet<>();
    String next = name;
    while (next != null && hasSource(profiles, next)) {
      next = seen.add(next) ? profiles.property(next, "source_profile") : null;
    }
    ProfileKind last = next == null ? OF_THE_SDK : ofOne(profiles, next);
    // If the source defines no credentials, the SDK reports the error.
    return last == NONE && !seen.isEmpty() ? OF_THE_SDK : last;
  }

  private static boolean hasSource(Profiles profiles, String name) {
    return has(profiles, name, "role_arn")
        && has(profiles, name, "source_profile")
        && !has(profiles, name, "web_identity_token_file")
        && !has(profiles, name, "credential_source")
        && !hasOneOf(profiles, name, SINGLE_SIGN_ON);
  }

  private static ProfileKind ofOne(Profiles profiles, String name) {
    boolean role = has(profiles, name, "role_arn");
    if (role && has(profiles, name, "web_identity_token_file")) {
      return OF_THIS_LIBRARY;
    }
    if (hasOneOf(profiles, name, SINGLE_SIGN_ON)) {
      return OF_THE_SDK;
    }
    if (isOfContainer(profiles, name)) {
      return OF_THIS_LIBRARY;
    }
    if ((role && has(profiles, name, "credential_source"))
        || hasOneOf(profiles, name, KEYS_AND_PROCESSES)) {
      return OF_THE_SDK;
    }
    return hasOneOf(profiles, name, INCOMPLETE_ROLE) ? OF_THIS_LIBRARY : NONE;
  }

  /** Returns whether a profile's role is assumed with container credentials. */
  static boolean isOfContainer(Profiles profiles, String name) {
    return has(profiles, name, "role_arn")
        && "EcsContainer".equalsIgnoreCase(profiles.property(name, "credential_source"));
  }

  private static boolean hasOneOf(Profiles profiles, String name, List<String> keys) {
    return keys.stream().anyMatch(key -> has(profiles, name, key));
  }

  private static boolean has(Profiles profiles, @Nullable String name, String key) {
    return name != null && profiles.property(name, key) != null;
  }
}
