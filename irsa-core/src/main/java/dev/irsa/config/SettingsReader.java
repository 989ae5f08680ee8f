package dev.irsa.config;

import dev.irsa.identity.WebIdentity;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks one setting after the other and collects what is wrong. Used by one thread, for one
 * resolution.
 */
final class SettingsReader {

  private static final String WEBHOOK =
      "The EKS pod identity webhook injects AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE and AWS_REGION"
          + " when the pod is created: annotate its service account with eks.amazonaws.com/role-arn"
          + " and create the pod anew (an annotation set after the pod started, or a webhook that"
          + " was down, leaves it without)";

  private final Lookup lookup;
  private final Environment environment;

  SettingsReader(Lookup lookup, Environment environment) {
    this.lookup = lookup;
    this.environment = environment;
  }

  Settings read() {
    Value roleValue = lookup.find(Setting.ROLE_ARN);
    Value tokenValue = lookup.find(Setting.WEB_IDENTITY_TOKEN_FILE);
    boolean irsaPod = checkPresence(roleValue, tokenValue);
    Value overrideValue = EndpointOverride.find(lookup);
    boolean plainHttp = lookup.flag(Setting.ALLOW_PLAIN_HTTP);
    URI override =
        overrideValue == null ? null : new EndpointOverride(lookup).check(overrideValue, plainHttp);
    RoleArn role = roleValue == null ? null : role(lookup, roleValue, overrideValue == null);
    Path tokenFile = path(Setting.WEB_IDENTITY_TOKEN_FILE, tokenValue);
    String region = region(overrideValue != null);
    String sessionName = sessionName();
    Duration duration = duration();
    String policy = policy();
    List<String> policyArns = policyArns();
    boolean legacy = legacy();
    boolean fips = lookup.flag(Setting.USE_FIPS_ENDPOINT);
    boolean dualStack = lookup.flag(Setting.USE_DUALSTACK_ENDPOINT);
    if (override != null && (fips || dualStack)) {
      lookup.warning(
          "The STS endpoint "
              + override
              + " is used as it is; AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT have no"
              + " say in it");
    }
    ProxyRules proxies = ProxyRules.find(lookup);
    Path caBundle = path(Setting.CA_BUNDLE, lookup.find(Setting.CA_BUNDLE));
    WebIdentity identity = null;
    if (role != null && tokenFile != null && lookup.problems().isEmpty()) {
      identity = new WebIdentity(role.text(), tokenFile, sessionName, duration, policy, policyArns);
    }
    return new Settings(
        irsaPod,
        identity,
        role,
        region,
        legacy,
        fips,
        dualStack,
        override,
        proxies,
        caBundle,
        lookup.origins(),
        lookup.problems(),
        lookup.warnings());
  }

  /** Returns whether anything speaks of IRSA. */
  private boolean checkPresence(@Nullable Value role, @Nullable Value tokenFile) {
    if (role == null && tokenFile == null) {
      lookup.problem(
          "AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE", null, "neither is set", WEBHOOK);
      return false;
    }
    if (role == null) {
      lookup.problem(
          Setting.ROLE_ARN,
          null,
          "is not set, although AWS_WEB_IDENTITY_TOKEN_FILE is",
          "set AWS_ROLE_ARN, the property aws.roleArn or roleArn(...) on the builder. The webhook"
              + " injects nothing into a container that presets one of the two");
    } else if (tokenFile == null) {
      lookup.problem(
          Setting.WEB_IDENTITY_TOKEN_FILE,
          null,
          "is not set, although AWS_ROLE_ARN is",
          "set AWS_WEB_IDENTITY_TOKEN_FILE, the property aws.webIdentityTokenFile or"
              + " webIdentityTokenFile(...) on the builder. The webhook injects nothing into a"
              + " container that presets one of the two: remove the preset role");
    }
    return true;
  }

  static @Nullable RoleArn role(Lookup lookup, Value value, boolean ofAws) {
    try {
      return RoleArn.parse(value.text(), ofAws);
    } catch (IllegalArgumentException e) {
      lookup.problem(
          Setting.ROLE_ARN,
          value,
          Texts.quote(value.text()) + " " + e.getMessage(),
          "use arn:aws:iam::<12-digit account>:role/<name>");
      return null;
    }
  }

  private @Nullable Path path(Setting setting, @Nullable Value value) {
    if (value == null) {
      return null;
    }
    if (Texts.looksLikeToken(value.text()) && value.text().indexOf('/') < 0) {
      lookup.problem(
          setting, value, "holds what looks like a token (not shown)", "set the file's path");
      return null;
    }
    try {
      return Path.of(value.text());
    } catch (InvalidPathException e) {
      lookup.problem(
          setting, value, Texts.quote(value.text()) + " is no path", "set a file's path");
      return null;
    }
  }

  private @Nullable String region(boolean optional) {
    Value value = lookup.find(Setting.REGION);
    if (value == null) {
      if (!optional) {
        lookup.problem(
            "AWS_REGION or AWS_DEFAULT_REGION",
            null,
            "neither is set",
            "set AWS_REGION to the cluster's region, the property aws.region or region(...) on the"
                + " builder; neither instance metadata nor the global endpoint is asked instead");
      }
      return null;
    }
    if (!isLabel(value.text())) {
      lookup.problem(
          Setting.REGION,
          value,
          Texts.quote(value.text()) + " is no region",
          "use a region's code such as eu-west-1");
      return null;
    }
    return value.text();
  }

  /** A region becomes part of a host name, so it must not be able to become another host. */
  private static boolean isLabel(String text) {
    if (text.length() > 63 || text.startsWith("-") || text.endsWith("-")) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
        return false;
      }
    }
    return true;
  }

  private String sessionName() {
    Value value = lookup.find(Setting.ROLE_SESSION_NAME);
    if (value != null && WebIdentity.isSessionName(value.text())) {
      return value.text();
    }
    if (value != null) {
      lookup.problem(
          Setting.ROLE_SESSION_NAME,
          value,
          Texts.quote(value.text()) + " is no session name",
          "use 2 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -, or leave it out");
    } else {
      lookup.origins().put(Setting.ROLE_SESSION_NAME.label(), Lookup.DEFAULT);
    }
    return SessionName.from(environment.variable("HOSTNAME"));
  }

  private @Nullable Duration duration() {
    Value value = lookup.find(Setting.SESSION_DURATION_SECONDS);
    if (value == null) {
      lookup.origins().put(Setting.SESSION_DURATION_SECONDS.label(), Lookup.DEFAULT);
      return null;
    }
    String text = value.text();
    if (text.length() <= 6 && Texts.isDigits(text, 0, text.length())) {
      int seconds = Integer.parseInt(text);
      if (seconds >= 900 && seconds <= 43_200) {
        return Duration.ofSeconds(seconds);
      }
    }
    lookup.problem(
        Setting.SESSION_DURATION_SECONDS,
        value,
        Texts.quote(text) + " is no session duration",
        "use 900 to 43200 seconds, no more than the role's own maximum");
    return null;
  }

  private @Nullable String policy() {
    Value value = lookup.find(Setting.SESSION_POLICY);
    if (value == null) {
      return null;
    }
    String text = value.text();
    boolean legal = text.length() <= 2048;
    for (int i = 0; i < text.length() && legal; i++) {
      char c = text.charAt(i);
      legal = c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c <= '\u00ff');
    }
    if (legal) {
      return text;
    }
    lookup.problem(
        Setting.SESSION_POLICY,
        value,
        "has " + text.length() + " characters, or some that STS does not take",
        "use a JSON document of 1 to 2048 characters of Latin-1");
    return null;
  }

  private List<String> policyArns() {
    List<String> arns = lookup.overrides().policyArns();
    if (arns.size() > 10) {
      lookup.problem(
          "session policy ARNs", Lookup.BUILDER, "are " + arns.size(), "give at most 10");
      return List.of();
    }
    for (String arn : arns) {
      if (arn.length() < 20 || arn.length() > 2048 || !arn.startsWith("arn:")) {
        lookup.problem(
            "session policy ARNs",
            Lookup.BUILDER,
            Texts.quote(arn) + " is no ARN of a policy",
            "use arn:aws:iam::<account>:policy/<name>");
      }
    }
    return arns;
  }

  private boolean legacy() {
    Value value = lookup.find(Setting.STS_REGIONAL_ENDPOINTS);
    if (value == null) {
      lookup.origins().put(Setting.STS_REGIONAL_ENDPOINTS.label(), Lookup.DEFAULT);
      return false;
    }
    if (value.text().equalsIgnoreCase("regional") || value.text().equalsIgnoreCase("legacy")) {
      return value.text().equalsIgnoreCase("legacy");
    }
    lookup.problem(
        Setting.STS_REGIONAL_ENDPOINTS,
        value,
        Texts.quote(value.text()) + " is neither regional nor legacy",
        "use regional, or remove it");
    return false;
  }
}
