package dev.irsa.doctor.internal.check;

import static dev.irsa.doctor.internal.text.ForeignText.plain;

import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.internal.inspect.ProbeResult;
import java.util.Locale;
import java.util.stream.Stream;
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
  static @Nullable NoProxyEntry of(ExaminedPod pod, ProbeResult result) {
    boolean isOfJdk = pod.property("https.proxyHost") != null;
    String proxy = isOfJdk ? "https.proxyHost" : firstSet(pod, "https_proxy", "HTTPS_PROXY");
    String setting = isOfJdk ? "http.nonProxyHosts" : firstSet(pod, "no_proxy", "NO_PROXY");
    if (result.proxy() != null || proxy == null || setting == null) {
      return null;
    }
    String entries = isOfJdk ? pod.property(setting) : pod.variable(setting);
    String host = String.valueOf(result.endpoint().getHost()).toLowerCase(Locale.ROOT);
    return Stream.of(String.valueOf(entries).split(isOfJdk ? "\\|" : "[,\\s]+", -1))
        .filter(entry -> covers(entry.strip().toLowerCase(Locale.ROOT), host))
        .map(entry -> new NoProxyEntry(proxy, setting, plain(entry.strip())))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String firstSet(ExaminedPod pod, String... names) {
    return Stream.of(names).filter(pod::has).findFirst().orElse(null);
  }

  private static boolean covers(String entry, String host) {
    String domain = entry.replaceFirst("^\\*?\\.?", "").replaceFirst(":\\d+$", "");
    return entry.equals("*")
        || (!domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain)));
  }

  /** Returns what it does, to be added to what was found. */
  String found() {
    return "; %s contains %s, so that the proxy in %s is not used".formatted(setting, entry, proxy);
  }

  /** Returns how to use the proxy. */
  String fix() {
    return "Take %s out of %s if STS is to be reached through the proxy.".formatted(entry, setting);
  }
}
