package dev.irsa.internal.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Finds and checks an endpoint that replaces the region's STS endpoint. */
final class EndpointOverride {

  private static final HttpUrl.Form FORM =
      new HttpUrl.Form("https", "https://host[:port][/path]", false);

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
    URI uri = HttpUrl.parse(lookup, Setting.ENDPOINT_URL_STS, value, FORM);
    if (uri != null
        && HttpUrl.isPlain(uri)
        && !plainHttpAllowed
        && !Hosts.isLoopback(uri.getHost())) {
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
}
