package dev.irsa.internal.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Another endpoint than the one that AWS has for the region: who may set it and what it must be.
 */
final class EndpointOverride {

  private final SettingLookup lookup;

  EndpointOverride(SettingLookup lookup) {
    this.lookup = lookup;
  }

  /** Returns what was set, before any check, or null. The narrower setting stands first. */
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

  /** Returns the endpoint, or null when it cannot be used; what is wrong is a problem then. */
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
    if (uri.getRawUserInfo() != null || holdsUserInfo(uri)) {
      lookup.problem(
          Setting.ENDPOINT_URL_STS,
          value,
          "the URL contains user information (not shown)",
          "remove it; STS takes the token alone");
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
          "is plain http beyond this machine: the web identity token and the credentials would "
              + "be sent in clear text",
          "use https; in a test network set IRSA_ALLOW_PLAIN_HTTP=true or allowPlainHttp(true) on "
              + "the builder");
    }
    return uri.getRawPath().isEmpty() ? uri.resolve("/") : uri;
  }

  private static boolean holdsUserInfo(URI uri) {
    return uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0;
  }

  private @Nullable URI refuse(SettingValue value, String found, String fix) {
    String shown =
        value.text().indexOf('@') >= 0 ? "the URL (not shown)" : SettingText.quote(value.text());
    lookup.problem(Setting.ENDPOINT_URL_STS, value, shown + " " + found, fix);
    return null;
  }
}
