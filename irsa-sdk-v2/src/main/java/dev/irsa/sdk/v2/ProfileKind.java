package dev.irsa.sdk.v2;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/** Whose credentials a profile speaks of, in the order in which the SDK looks at its properties. */
enum ProfileKind {
  /** Nobody's: it is not there, or says nothing of credentials. */
  NONE,
  /** A web identity's, by itself or by source_profile; also half a role, which is an error. */
  WEB_IDENTITY,
  /** Those that the SDK gets by itself: static keys, a process, single sign-on and the like. */
  OF_THE_SDK;

  private static final List<String> SINGLE_SIGN_ON =
      List.of(
          ProfileProperty.SSO_ROLE_NAME,
          ProfileProperty.SSO_ACCOUNT_ID,
          ProfileProperty.SSO_REGION,
          ProfileProperty.SSO_START_URL,
          "sso_session",
          "login_session");
  private static final List<String> KEYS_AND_PROCESSES =
      List.of(
          ProfileProperty.CREDENTIAL_PROCESS,
          ProfileProperty.AWS_ACCESS_KEY_ID,
          ProfileProperty.AWS_SECRET_ACCESS_KEY,
          ProfileProperty.AWS_SESSION_TOKEN);
  private static final List<String> HALF_A_ROLE =
      List.of(
          ProfileProperty.ROLE_ARN,
          ProfileProperty.WEB_IDENTITY_TOKEN_FILE,
          ProfileProperty.SOURCE_PROFILE,
          ProfileProperty.CREDENTIAL_SOURCE);

  /** Looks at the profile of this name and, if it has a source, at those that lead to it. */
  static ProfileKind of(ProfileFile file, String name) {
    Set<String> seen = new HashSet<>();
    Profile profile = file.profile(name).orElse(null);
    if (profile == null) {
      return NONE;
    }
    while (profile != null && hasSource(profile)) {
      String source = ProfileIdentity.property(profile, ProfileProperty.SOURCE_PROFILE);
      profile = seen.add(profile.name()) ? file.profile(source).orElse(null) : null;
    }
    ProfileKind last = profile == null ? NONE : ofOne(profile);
    // A role whose source gives nothing is an error that the SDK describes.
    return last == NONE && !seen.isEmpty() ? OF_THE_SDK : last;
  }

  private static boolean hasSource(Profile profile) {
    return has(profile, ProfileProperty.ROLE_ARN)
        && has(profile, ProfileProperty.SOURCE_PROFILE)
        && !has(profile, ProfileProperty.WEB_IDENTITY_TOKEN_FILE)
        && !has(profile, ProfileProperty.CREDENTIAL_SOURCE)
        && !hasOneOf(profile, SINGLE_SIGN_ON);
  }

  private static ProfileKind ofOne(Profile profile) {
    boolean role = has(profile, ProfileProperty.ROLE_ARN);
    if (role && has(profile, ProfileProperty.WEB_IDENTITY_TOKEN_FILE)) {
      return WEB_IDENTITY;
    }
    if (hasOneOf(profile, SINGLE_SIGN_ON)
        || (role && has(profile, ProfileProperty.CREDENTIAL_SOURCE))
        || hasOneOf(profile, KEYS_AND_PROCESSES)) {
      return OF_THE_SDK;
    }
    return hasOneOf(profile, HALF_A_ROLE) ? WEB_IDENTITY : NONE;
  }

  private static boolean hasOneOf(Profile profile, List<String> keys) {
    return keys.stream().anyMatch(key -> has(profile, key));
  }

  private static boolean has(Profile profile, String key) {
    return ProfileIdentity.property(profile, key) != null;
  }
}
