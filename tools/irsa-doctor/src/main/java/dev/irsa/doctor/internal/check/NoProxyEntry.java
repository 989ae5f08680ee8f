package dev.irsa.doctor.internal.check;

import static dev.irsa.doctor.internal.text.ForeignText.plain;

import dev.irsa.doctor.internal.probe.ProbeResult;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.NoProxy;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.SettingValue;
import org.jspecify.annotations.Nullable;

/**
 * A setting that keeps a server from being reached through the pod's proxy. Immutable.
 *
 * @param proxy the setting with the proxy
 * @param setting the setting with the exceptions
 * @param entry the exception that matches the server
 */
record NoProxyEntry(String proxy, String setting, String entry) {

  /** Returns the exception that hides a server, or null. */
  static @Nullable NoProxyEntry of(Configuration settings, ProbeResult result) {
    boolean isOfJdk = settings.found(Setting.PROXY_HOST) != null;
    SettingValue<?> proxy = settings.found(isOfJdk ? Setting.PROXY_HOST : Setting.PROXY);
    SettingValue<?> entries = settings.found(isOfJdk ? Setting.NON_PROXY_HOSTS : Setting.NO_PROXY);
    if (result.proxy() != null || proxy == null || entries == null) {
      return null;
    }
    String entry = new NoProxy(entries.value().toString(), isOfJdk).entryFor(result.endpoint());
    return entry == null ? null : new NoProxyEntry(proxy.origin(), entries.origin(), plain(entry));
  }

  /** Returns what it does, to be added to what was found. */
  String found() {
    return "; %s contains %s, so that the proxy in %s is not used".formatted(setting, entry, proxy);
  }

  /** Returns how to use the proxy. */
  String fix() {
    return "Take %s out of %s if STS should be reached through the proxy."
        .formatted(entry, setting);
  }
}
