package dev.irsa.internal.config;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.identity.WebIdentity;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and checks the settings of the identity. Adds problems to the lookup. */
final class IdentitySettings {

  private static final String NOT_CONFIGURED =
      "In a pod: annotate its service account with eks.amazonaws.com/role-arn (IRSA), or create an"
          + " association (aws eks create-pod-identity-association), and recreate the pod; the EKS"
          + " pod identity webhook injects the variables when a pod is created";

  private static final String SESSION_NAME_PREFIX = "irsa-";
  private static final int MAX_POD_NAME = 64 - SESSION_NAME_PREFIX.length();

  private final SettingLookup lookup;

  IdentitySettings(SettingLookup lookup) {
    this.lookup = lookup;
  }

  /**
   * Returns whether the process is configured for IRSA, even partly. Adds a problem if one of the
   * two settings is missing.
   *
   * @param token the setting of the token: the file, or what supplies it
   * @param besides whether container credentials are configured as well
   */
  boolean checkPresence(
      @Nullable SettingValue role,
      Setting token,
      @Nullable SettingValue tokenValue,
      boolean besides) {
    SettingValue given = role == null ? tokenValue : role;
    if (given == null) {
      reportNeither();
      return false;
    }
    String orPodIdentity =
        besides
            ? ". To use Pod Identity, which is configured as well, remove "
                + nameOf(given, role != null ? Setting.ROLE_ARN : token)
            : "";
    if (role == null) {
      lookup.problem(
          Setting.ROLE_ARN,
          null,
          "is not set, although " + token.label() + " is",
          "set AWS_ROLE_ARN, the property aws.roleArn or roleArn(...) on the builder"
              + (token == Setting.WEB_IDENTITY_TOKEN
                  ? ""
                  : ". The webhook injects nothing into a container that presets one of the two")
              + orPodIdentity);
    } else if (tokenValue == null) {
      lookup.problem(
          Setting.WEB_IDENTITY_TOKEN_FILE,
          null,
          "is not set, although AWS_ROLE_ARN is",
          "set AWS_WEB_IDENTITY_TOKEN_FILE, the property aws.webIdentityTokenFile or"
              + " webIdentityTokenFile(...) on the builder. The webhook injects nothing into a"
              + " container that presets one of the two: remove the preset role"
              + orPodIdentity);
    }
    return true;
  }

  /** Returns how users call a setting: the name of its variable or property, or its method. */
  private static String nameOf(SettingValue given, Setting setting) {
    if (!given.origin().equals(SettingLookup.BUILDER)) {
      return given.origin();
    }
    return switch (setting) {
      case ROLE_ARN -> "roleArn(...)";
      case WEB_IDENTITY_TOKEN -> setting.label();
      default -> "webIdentityTokenFile(...)";
    };
  }

  /**
   * Adds the problem that nothing is configured: neither a web identity nor container credentials,
   * or not the one that code demands.
   */
  void reportNeither() {
    IdentitySource only = lookup.overrides().source();
    String setting =
        only == null
            ? "AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE, or AWS_CONTAINER_CREDENTIALS_FULL_URI"
            : only == IdentitySource.WEB_IDENTITY
                ? "AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE"
                : "AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    lookup.problem(
        setting,
        null,
        only == null ? "none of them is set" : "neither is set, and identitySource is " + only,
        NOT_CONFIGURED);
  }

  /**
   * Returns the role, or null after adding a problem.
   *
   * @param isAws whether the ARN must be one of AWS itself
   */
  @Nullable RoleArn role(SettingValue value, boolean isAws) {
    try {
      return RoleArn.parse(value.text(), isAws);
    } catch (IllegalArgumentException e) {
      lookup.problem(
          Setting.ROLE_ARN,
          value,
          value.quoted() + " " + e.getMessage(),
          "use arn:aws:iam::<12-digit account>:role/<name>");
      return null;
    }
  }

  /** Returns a path, or null if it is missing or after adding a problem. */
  @Nullable Path path(Setting setting, @Nullable SettingValue value) {
    if (value == null) {
      return null;
    }
    if (SettingValue.looksLikeToken(value.text()) && value.text().indexOf('/') < 0) {
      lookup.problem(
          setting, value, "contains what looks like a token (not shown)", "set the file's path");
      return null;
    }
    Path path = Setting.pathOrNull(value.text());
    if (path == null) {
      lookup.problem(setting, value, value.quoted() + " is not a path", "set a file's path");
    }
    return path;
  }

  /** Returns the session name, derived from the pod's name if it is missing or invalid. */
  String sessionName() {
    SettingValue value = lookup.find(Setting.ROLE_SESSION_NAME);
    if (value != null && WebIdentity.isSessionName(value.text())) {
      return value.text();
    }
    if (value != null) {
      lookup.problem(
          Setting.ROLE_SESSION_NAME,
          value,
          value.quoted() + " is not a session name",
          "use 2 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -, or leave it out");
    } else {
      lookup.noteDefault(Setting.ROLE_SESSION_NAME);
    }
    return sessionName(lookup.podName());
  }

  /**
   * Returns a name that contains the pod's name, or a random one if the pod's name is not known. It
   * is stable for the lifetime of the process.
   */
  private static String sessionName(@Nullable String podName) {
    if (podName == null || podName.isBlank()) {
      return SESSION_NAME_PREFIX + RandomName.TEXT;
    }
    String name = podName.strip();
    // The end of a pod's name is its unique part.
    String end = name.length() > MAX_POD_NAME ? name.substring(name.length() - MAX_POD_NAME) : name;
    StringBuilder valid = new StringBuilder(SESSION_NAME_PREFIX);
    for (int i = 0; i < end.length(); i++) {
      valid.append(WebIdentity.isSessionNameCharacter(end.charAt(i)) ? end.charAt(i) : '-');
    }
    return valid.toString();
  }

  /** Returns the session duration, or null for the default of STS or after adding a problem. */
  @Nullable Duration duration() {
    SettingValue value = lookup.find(Setting.SESSION_DURATION_SECONDS);
    if (value == null) {
      lookup.noteDefault(Setting.SESSION_DURATION_SECONDS);
      return null;
    }
    String text = value.text();
    if (text.length() <= 6 && SettingValue.isDigits(text, 0, text.length())) {
      int seconds = Integer.parseInt(text);
      if (seconds >= 900 && seconds <= 43_200) {
        return Duration.ofSeconds(seconds);
      }
    }
    lookup.problem(
        Setting.SESSION_DURATION_SECONDS,
        value,
        SettingValue.quote(text) + " is not a session duration",
        "use 900 to 43200 seconds, no more than the role's own maximum");
    return null;
  }

  /**
   * Returns whether code sets session policies, even a blank one or an empty list. Those do not
   * count as missing: the session would have all permissions of the role.
   */
  boolean hasPolicy() {
    return isGiven(Setting.SESSION_POLICY) || isGiven(Setting.SESSION_POLICY_ARNS);
  }

  private boolean isGiven(Setting setting) {
    return lookup.overrides().value(setting) != null;
  }

  /** Returns the session policy, or null if it is missing or after adding a problem. */
  @Nullable String policy() {
    SettingValue value = lookup.find(Setting.SESSION_POLICY);
    if (value == null) {
      if (isGiven(Setting.SESSION_POLICY)) {
        lookup.problem(
            Setting.SESSION_POLICY.label(), SettingLookup.BUILDER, "is blank", "give it a value");
      }
      return null;
    }
    String text = value.text();
    boolean valid = text.length() <= 2048;
    for (int i = 0; i < text.length() && valid; i++) {
      char c = text.charAt(i);
      valid = c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c <= '\u00ff');
    }
    if (valid) {
      return text;
    }
    lookup.problem(
        Setting.SESSION_POLICY,
        value,
        "has " + text.length() + " characters, or some that STS does not accept",
        "use a JSON document of 1 to 2048 characters of Latin-1");
    return null;
  }

  /** Returns the ARNs of managed session policies. Adds a problem for each invalid one. */
  List<String> policyArns() {
    List<String> arns = lookup.overrides().policyArns();
    if (arns.size() > 10 || (arns.isEmpty() && isGiven(Setting.SESSION_POLICY_ARNS))) {
      lookup.problem(
          Setting.SESSION_POLICY_ARNS.label(),
          SettingLookup.BUILDER,
          "are " + arns.size(),
          "give 1 to 10");
      return List.of();
    }
    for (String arn : arns) {
      if (arn.length() < 20 || arn.length() > 2048 || !arn.startsWith("arn:")) {
        lookup.problem(
            Setting.SESSION_POLICY_ARNS.label(),
            SettingLookup.BUILDER,
            SettingValue.quote(arn) + " is not the ARN of a policy",
            "use arn:aws:iam::<account>:policy/<name>");
      }
    }
    return arns;
  }

  /** A random name, created once per process and only if needed. */
  private static final class RandomName {
    static final String TEXT = create();

    private static String create() {
      StringBuilder hex = new StringBuilder();
      byte[] bytes = new byte[6];
      new SecureRandom().nextBytes(bytes);
      for (byte b : bytes) {
        hex.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
      }
      return hex.toString();
    }
  }
}
