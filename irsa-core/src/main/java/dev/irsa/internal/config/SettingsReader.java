package dev.irsa.internal.config;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.identity.WebIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and checks all settings, and collects their problems. Used once, by one thread. */
final class SettingsReader {

  private final SettingLookup lookup;
  private final IdentityReader identityReader;
  private final ContainerReader container;

  SettingsReader(SettingLookup lookup) {
    this.lookup = lookup;
    this.identityReader = new IdentityReader(lookup);
    this.container = new ContainerReader(lookup, identityReader);
  }

  Settings read() {
    return chooseSource() == IdentitySource.CONTAINER ? readContainer() : readWebIdentity();
  }

  /**
   * Returns the source to use. What is given in code goes before the environment, and there a web
   * identity before container credentials, as in the chains of all AWS SDKs.
   */
  private IdentitySource chooseSource() {
    IdentitySource only = lookup.overrides().source();
    if (only != null) {
      return only;
    }
    if (container.isGivenInCode()) {
      if (isWebIdentityGivenInCode()) {
        lookup.problem(
            "container credentials",
            SettingLookup.BUILDER,
            "are set together with a web identity",
            "set roleArn(...) and webIdentityTokenFile(...), or containerCredentialsUri(...) and"
                + " its token, but not both");
      }
      return IdentitySource.CONTAINER;
    }
    boolean webIdentity =
        isWebIdentityGivenInCode()
            || lookup.inEnvironment(Setting.ROLE_ARN) != null
            || lookup.inEnvironment(Setting.WEB_IDENTITY_TOKEN_FILE) != null;
    return webIdentity || !container.isConfigured()
        ? IdentitySource.WEB_IDENTITY
        : IdentitySource.CONTAINER;
  }

  private boolean isWebIdentityGivenInCode() {
    return lookup.overridden(Setting.ROLE_ARN) != null
        || lookup.overridden(Setting.WEB_IDENTITY_TOKEN_FILE) != null;
  }

  private Settings readContainer() {
    boolean configured = container.isConfigured();
    ContainerIdentity identity = null;
    if (configured) {
      identity = container.read();
      reportUnused();
    } else {
      identityReader.reportNeither();
    }
    Path caBundle = identityReader.path(Setting.CA_BUNDLE, lookup.find(Setting.CA_BUNDLE));
    boolean valid = lookup.problems().isEmpty();
    return settings(configured, valid ? identity : null, null, null, Endpoints.NONE, caBundle);
  }

  /** Reports settings of a web identity session, which a container endpoint does not know. */
  private void reportUnused() {
    if (lookup.find(Setting.SESSION_POLICY) != null || !lookup.overrides().policyArns().isEmpty()) {
      lookup.problem(
          Setting.SESSION_POLICY.label(),
          SettingLookup.BUILDER,
          "is set, but a container endpoint cannot apply it",
          "remove it, or use a role of a chain (chainedRole) that has fewer permissions");
    }
    if (lookup.find(Setting.SESSION_DURATION_SECONDS) != null) {
      lookup.note(
          Setting.SESSION_DURATION_SECONDS.label()
              + " is ignored: the container endpoint determines the duration of sessions");
    }
    if (lookup.find(Setting.ROLE_SESSION_NAME) != null) {
      lookup.note(
          Setting.ROLE_SESSION_NAME.label()
              + " is ignored: the container endpoint determines the name of sessions");
    }
  }

  private Settings readWebIdentity() {
    SettingValue roleValue = lookup.find(Setting.ROLE_ARN);
    SettingValue tokenValue = lookup.find(Setting.WEB_IDENTITY_TOKEN_FILE);
    boolean besides = lookup.overrides().source() == null && container.hasUriInEnvironment();
    boolean configured = identityReader.checkPresence(roleValue, tokenValue, besides);
    if (roleValue != null && tokenValue != null && besides && !isWebIdentityGivenInCode()) {
      lookup.note(
          "This process is configured for IRSA and for container credentials (EKS Pod Identity)."
              + " IRSA is used, as by the AWS SDKs; remove the annotation"
              + " eks.amazonaws.com/role-arn of the service account to use Pod Identity");
    }
    SettingValue overrideValue = EndpointOverride.find(lookup);
    RoleArn role = roleValue == null ? null : identityReader.role(roleValue, overrideValue == null);
    Path tokenFile = identityReader.path(Setting.WEB_IDENTITY_TOKEN_FILE, tokenValue);
    String region = region(overrideValue != null);
    String sessionName = identityReader.sessionName();
    Duration duration = identityReader.duration();
    String policy = identityReader.policy();
    List<String> policyArns = identityReader.policyArns();
    Endpoints endpoints = endpoints(overrideValue);
    Path caBundle = identityReader.path(Setting.CA_BUNDLE, lookup.find(Setting.CA_BUNDLE));
    WebIdentity identity = null;
    if (role != null && tokenFile != null && lookup.problems().isEmpty()) {
      identity = new WebIdentity(role.text(), tokenFile, sessionName, duration, policy, policyArns);
    }
    return settings(configured, identity, role, region, endpoints, caBundle);
  }

  /** The settings that determine the endpoint of STS, besides the region. */
  private record Endpoints(
      boolean legacy, boolean fips, boolean dualStack, @Nullable URI override) {
    static final Endpoints NONE = new Endpoints(false, false, false, null);
  }

  private Endpoints endpoints(@Nullable SettingValue overrideValue) {
    boolean plainHttp = lookup.flag(Setting.ALLOW_PLAIN_HTTP);
    URI override =
        overrideValue == null ? null : new EndpointOverride(lookup).check(overrideValue, plainHttp);
    boolean legacy = legacy();
    boolean fips = lookup.flag(Setting.USE_FIPS_ENDPOINT);
    boolean dualStack = lookup.flag(Setting.USE_DUALSTACK_ENDPOINT);
    if (override != null && (fips || dualStack)) {
      lookup.warning(
          "The STS endpoint "
              + override
              + " is used unchanged; AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT are"
              + " ignored");
    }
    return new Endpoints(legacy, fips, dualStack, override);
  }

  private Settings settings(
      boolean configured,
      @Nullable Identity identity,
      @Nullable RoleArn role,
      @Nullable String region,
      Endpoints endpoints,
      @Nullable Path caBundle) {
    return new Settings(
        configured,
        identity,
        role,
        region,
        endpoints.legacy(),
        endpoints.fips(),
        endpoints.dualStack(),
        endpoints.override(),
        ProxyRules.find(lookup),
        caBundle,
        lookup.origins(),
        lookup.problems(),
        lookup.warnings(),
        lookup.notes());
  }

  private @Nullable String region(boolean optional) {
    SettingValue value = lookup.find(Setting.REGION);
    if (value == null) {
      if (!optional) {
        lookup.problem(
            "AWS_REGION or AWS_DEFAULT_REGION",
            null,
            "neither is set",
            "set AWS_REGION to the cluster's region, the property aws.region or region(...) on the"
                + " builder; neither instance metadata nor the global endpoint is used instead");
      }
      return null;
    }
    if (!isLabel(value.text())) {
      lookup.problem(
          Setting.REGION,
          value,
          SettingText.quote(value.text()) + " is not a region",
          "use a region's code such as eu-west-1");
      return null;
    }
    return value.text();
  }

  /**
   * Returns whether a text is a DNS label. A region becomes part of a host name, so it must not be
   * able to change the domain.
   */
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

  private boolean legacy() {
    SettingValue value = lookup.find(Setting.STS_REGIONAL_ENDPOINTS);
    if (value == null) {
      lookup.origins().put(Setting.STS_REGIONAL_ENDPOINTS.label(), SettingLookup.DEFAULT);
      return false;
    }
    if (value.text().equalsIgnoreCase("regional") || value.text().equalsIgnoreCase("legacy")) {
      return value.text().equalsIgnoreCase("legacy");
    }
    lookup.problem(
        Setting.STS_REGIONAL_ENDPOINTS,
        value,
        SettingText.quote(value.text()) + " is neither regional nor legacy",
        "use regional, or remove it");
    return false;
  }
}
