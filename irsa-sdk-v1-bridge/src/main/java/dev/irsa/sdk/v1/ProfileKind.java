package dev.irsa.sdk.v1;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whose credentials a profile speaks of, in the order in which SDKs look at its properties. */
enum ProfileKind {
  /** Nobody's: it is not there, or says nothing of credentials. */
  NONE,
  /** A web identity's; also half a role, which is an error. */
  WEB_IDENTITY,
  /** A role that is assumed by means of a web identity, through source_profile. */
  CHAINED_TO_WEB_IDENTITY,
  /** Those that the SDK gets by itself, or knows nothing of: keys, a process and the like. */
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
  private static final List<String> HALF_A_ROLE =
      List.of("role_arn", "web_identity_token_file", "source_profile", "credential_source");

  /** Looks at the profile of this name and, if it has a source, at those that lead to it. */
  static ProfileKind of(SharedProfiles profiles, String name) {
    Set<String> seen = new HashSet<>();
    String next = name;
    while (next != null && hasSource(profiles, next)) {
      next = seen.add(next) ? profiles.property(next, "source_profile") : null;
    }
    ProfileKind last = next == null ? OF_THE_SDK : ofOne(profiles, next);
    if (seen.isEmpty()) {
      return last;
    }
    return last == WEB_IDENTITY ? CHAINED_TO_WEB_IDENTITY : OF_THE_SDK;
  }

  private static boolean hasSource(SharedProfiles profiles, String name) {
    return has(profiles, name, List.of("role_arn"))
        && has(profiles, name, List.of("source_profile"))
        && !has(profiles, name, List.of("web_identity_token_file", "credential_source"))
        && !has(profiles, name, SINGLE_SIGN_ON);
  }

  private static ProfileKind ofOne(SharedProfiles profiles, String name) {
    boolean role = has(profiles, name, List.of("role_arn"));
    if (role && has(profiles, name, List.of("web_identity_token_file"))) {
      return WEB_IDENTITY;
    }
    if (has(profiles, name, SINGLE_SIGN_ON)
        || (role && has(profiles, name, List.of("credential_source")))
        || has(profiles, name, KEYS_AND_PROCESSES)) {
      return OF_THE_SDK;
    }
    return has(profiles, name, HALF_A_ROLE) ? WEB_IDENTITY : NONE;
  }

  /** Returns whether the profile has one of these. */
  private static boolean has(SharedProfiles profiles, String name, List<String> keys) {
    return keys.stream().anyMatch(key -> profiles.property(name, key) != null);
  }
}
