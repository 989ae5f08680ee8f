package dev.irsa.internal.config;

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

  SettingsReader(SettingLookup lookup) {
    this.lookup = lookup;
    this.identityReader = new IdentityReader(lookup);
  }

  Settings read() {
    SettingValue roleValue = lookup.find(Setting.ROLE_ARN);
    SettingValue tokenValue = lookup.find(Setting.WEB_IDENTITY_TOKEN_FILE);
    boolean irsaPod = identityReader.checkPresence(roleValue, tokenValue);
    SettingValue overrideValue = EndpointOverride.find(lookup);
    boolean plainHttp = lookup.flag(Setting.ALLOW_PLAIN_HTTP);
    URI override =
        overrideValue == null ? null : new EndpointOverride(lookup).check(overrideValue, plainHttp);
    RoleArn role = roleValue == null ? null : identityReader.role(roleValue, overrideValue == null);
    Path tokenFile = identityReader.path(Setting.WEB_IDENTITY_TOKEN_FILE, tokenValue);
    String region = region(overrideValue != null);
    String sessionName = identityReader.sessionName();
    Duration duration = identityReader.duration();
    String policy = identityReader.policy();
    List<String> policyArns = identityReader.policyArns();
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
    ProxyRules proxies = ProxyRules.find(lookup);
    Path caBundle = identityReader.path(Setting.CA_BUNDLE, lookup.find(Setting.CA_BUNDLE));
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
