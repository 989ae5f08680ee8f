package dev.irsa.internal.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The settings that determine where STS is. Immutable.
 *
 * @param region the region, or null
 * @param legacy whether the oldest regions use the global endpoint
 * @param fips whether FIPS endpoints are used
 * @param dualStack whether dual-stack endpoints are used
 * @param override the endpoint that replaces that of the region, or null
 */
public record StsSettings(
    @Nullable String region,
    boolean legacy,
    boolean fips,
    boolean dualStack,
    @Nullable URI override) {

  /** Returns a copy for another region. */
  StsSettings withRegion(@Nullable String other) {
    return new StsSettings(other, legacy, fips, dualStack, override);
  }

  /**
   * Reads where roles are assumed with container credentials. Nothing is required, and problems are
   * not reported: the container credentials themselves do not need it.
   */
  static StsSettings ofChain(SettingLookup lookup) {
    SettingLookup own = lookup.afresh();
    StsSettings found = read(own, override(own), true);
    if (!own.problems().isEmpty()) {
      return new StsSettings(null, false, false, false, null);
    }
    lookup.origins().putAll(own.origins());
    return found;
  }

  /**
   * Reads and checks the settings. Adds problems to the lookup.
   *
   * @param overrideValue the endpoint that replaces that of the region, or null
   * @param optional whether the region may be missing
   */
  static StsSettings read(
      SettingLookup lookup, @Nullable SettingValue overrideValue, boolean optional) {
    String region = region(lookup, optional);
    boolean plainHttp = lookup.flag(Setting.ALLOW_PLAIN_HTTP);
    URI override = overrideValue == null ? null : checked(lookup, overrideValue, plainHttp);
    boolean legacy =
        lookup.choice(
            Setting.STS_REGIONAL_ENDPOINTS,
            "legacy",
            "regional",
            " is neither regional nor legacy",
            "use regional, or remove it");
    boolean fips = lookup.flag(Setting.USE_FIPS_ENDPOINT);
    boolean dualStack = lookup.flag(Setting.USE_DUALSTACK_ENDPOINT);
    if (override != null && (fips || dualStack)) {
      lookup.warning(
          "The STS endpoint "
              + override
              + " is used unchanged; AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT are"
              + " ignored");
    }
    return new StsSettings(region, legacy, fips, dualStack, override);
  }

  /**
   * Returns the configured endpoint without checking it, or null. A setting for STS takes
   * precedence over one for all services.
   */
  static @Nullable SettingValue override(SettingLookup lookup) {
    boolean ignored = lookup.flag(Setting.IGNORE_CONFIGURED_ENDPOINT_URLS);
    SettingValue value = lookup.overridden(Setting.ENDPOINT_URL_STS);
    if (value == null) {
      value = lookup.overridden(Setting.ENDPOINT_URL);
    }
    if (value == null && !ignored) {
      value = lookup.configured(Setting.ENDPOINT_URL_STS);
    }
    if (value == null && !ignored) {
      value = lookup.configured(Setting.ENDPOINT_URL);
    }
    if (value != null) {
      lookup.origins().put(Setting.ENDPOINT_URL_STS.label(), value.origin());
    }
    return value;
  }

  /** Returns the endpoint, or null after adding a problem if it is not usable. */
  private static @Nullable URI checked(
      SettingLookup lookup, SettingValue value, boolean plainHttpAllowed) {
    URI uri = HttpUrl.parse(lookup, Setting.ENDPOINT_URL_STS, value, "https://host[:port][/path]");
    if (uri != null
        && HttpUrl.isPlain(uri)
        && !plainHttpAllowed
        && !HttpUrl.isLoopback(uri.getHost())) {
      return HttpUrl.refuse(
          lookup,
          Setting.ENDPOINT_URL_STS,
          value,
          "is plain http to a remote host: the web identity token and the credentials would "
              + "be sent in clear text",
          "use https; in a test network set IRSA_ALLOW_PLAIN_HTTP=true or allowPlainHttp(true) on "
              + "the builder");
    }
    return uri;
  }

  /** Returns the region, or null after adding a problem if it is invalid, or missing. */
  static @Nullable String region(SettingLookup lookup, boolean optional) {
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
          value.quoted() + " is not a region",
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
}
