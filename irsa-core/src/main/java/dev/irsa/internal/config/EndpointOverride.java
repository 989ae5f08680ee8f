package dev.irsa.internal.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Finds and checks an endpoint that replaces the region's STS endpoint. */
final class EndpointOverride {

  private final SettingLookup lookup;

  EndpointOverride(SettingLookup lookup) {
    this.lookup = lookup;
  }

  /**
   * Returns the configured endpoint without checking it, or null. A setting for STS takes
   * precedence over one for all services.
   */
  static @Nullable SettingValue find(SettingLookup lookup) {
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
  @Nullable URI check(SettingValue value, boolean plainHttpAllowed) {
    URI uri;
    try {
      uri = new URI(value.text());
    } catch (URISyntaxException e) {
      return refuse(value, "is not a URL", "use https://host[:port][/path]");
    }
    String scheme = uri.getScheme() == null ? "" : SettingText.lowerCase(uri.getScheme());
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return refuse(value, "is not an https URL", "use https://host[:port][/path]");
    }
    if (uri.getRawUserInfo() != null || hasUserInfo(uri)) {
      lookup.problem(
          Setting.ENDPOINT_URL_STS,
          value,
          "the URL contains user information (not shown)",
          "remove it; STS needs only the token");
      return null;
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
      return refuse(
          value, "does not contain a host and a port from 1 to 65535", "use https://host[:port]");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      return refuse(value, "has a query or a fragment", "remove it; only a path is kept");
    }
    if (scheme.equals("http") && !plainHttpAllowed && !Hosts.isLoopback(uri.getHost())) {
      return refuse(
          value,
          "is plain http to a remote host: the web identity token and the credentials would "
              + "be sent in clear text",
          "use https; in a test network set IRSA_ALLOW_PLAIN_HTTP=true or allowPlainHttp(true) on "
              + "the builder");
    }
    return uri.getRawPath().isEmpty() ? uri.resolve("/") : uri;
  }

  private static boolean hasUserInfo(URI uri) {
    return uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0;
  }

  private @Nullable URI refuse(SettingValue value, String found, String fix) {
    String displayed =
        value.text().indexOf('@') >= 0 ? "the URL (not shown)" : SettingText.quote(value.text());
    lookup.problem(Setting.ENDPOINT_URL_STS, value, displayed + " " + found, fix);
    return null;
  }
}
