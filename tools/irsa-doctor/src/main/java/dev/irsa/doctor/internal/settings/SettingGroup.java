package dev.irsa.doctor.internal.settings;

import dev.irsa.credentials.MisconfiguredException.Problem;
import java.util.Map;

/** Groups settings by the check that reports their problems. */
public enum SettingGroup {
  /** Neither role nor token file is set. */
  PRESENCE("IRSA-04"),
  /** One of the two is missing. */
  COMPLETENESS("IRSA-06"),
  /** The role's ARN, alone or together with the region. */
  ROLE("IRSA-05"),
  /** The region. */
  REGION("IRSA-08"),
  /** The session name. */
  SESSION_NAME("IRSA-23"),
  /** The session duration. */
  DURATION("IRSA-17"),
  /** The path of the token file. */
  TOKEN_FILE("IRSA-12"),
  /** FIPS and dual-stack. */
  VARIANT("IRSA-24"),
  /** The URI of a container endpoint. */
  AGENT_URI("POD-09"),
  /** Endpoint, proxy, certificate authorities. */
  NETWORK("IRSA-07");

  private static final String NEITHER = "AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE";
  private static final String URI_MISSING = "AWS_CONTAINER_CREDENTIALS_FULL_URI or ";

  private static final Map<String, SettingGroup> BY_SETTING =
      Map.ofEntries(
          Map.entry("AWS_ROLE_ARN", ROLE),
          Map.entry("AWS_WEB_IDENTITY_TOKEN_FILE", TOKEN_FILE),
          Map.entry("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", TOKEN_FILE),
          Map.entry("AWS_CONTAINER_AUTHORIZATION_TOKEN", TOKEN_FILE),
          Map.entry("AWS_CONTAINER_CREDENTIALS_FULL_URI", AGENT_URI),
          Map.entry("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", AGENT_URI),
          Map.entry("AWS_CONTAINER_SERVICE_ENDPOINT", AGENT_URI),
          Map.entry("AWS_REGION or AWS_DEFAULT_REGION", REGION),
          Map.entry("AWS_STS_REGIONAL_ENDPOINTS", REGION),
          Map.entry("AWS_ROLE_SESSION_NAME", SESSION_NAME),
          Map.entry("IRSA_SESSION_DURATION_SECONDS", DURATION),
          Map.entry("AWS_USE_FIPS_ENDPOINT", VARIANT),
          Map.entry("AWS_USE_DUALSTACK_ENDPOINT", VARIANT));

  private final String checkId;

  SettingGroup(String checkId) {
    this.checkId = checkId;
  }

  /** Returns the id of the check that reports the problems of this group. */
  public String checkId() {
    return checkId;
  }

  static SettingGroup of(Problem problem) {
    if (problem.setting().startsWith(NEITHER)) {
      return PRESENCE;
    }
    if (problem.setting().startsWith(URI_MISSING)) {
      return COMPLETENESS;
    }
    boolean isMissing = problem.origin() == null;
    return switch (problem.setting()) {
      case "AWS_ROLE_ARN",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE" ->
          isMissing ? COMPLETENESS : usual(problem);
      case "AWS_REGION" ->
          problem.found().contains("the role's ARN is of partition")
              ? ROLE
              : regionOrVariant(problem);
      default -> usual(problem);
    };
  }

  private static SettingGroup usual(Problem problem) {
    return BY_SETTING.getOrDefault(problem.setting(), NETWORK);
  }

  private static SettingGroup regionOrVariant(Problem problem) {
    return problem.found().contains("neither FIPS nor dual-stack") ? VARIANT : REGION;
  }
}
