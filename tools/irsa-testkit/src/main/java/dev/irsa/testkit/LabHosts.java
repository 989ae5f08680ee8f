package dev.irsa.testkit;

import dev.irsa.testkit.server.ConnectProxy;
import dev.irsa.testkit.server.Endpoint;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Maps the host names of AWS and of the issuer to ports of the lab, for clients of its proxy. */
final class LabHosts implements ConnectProxy.Backends {
  private static final String SUFFIX = "(amazonaws\\.com(\\.cn)?|api\\.aws)";
  private static final String ANY_REGION = "(\\.[a-z0-9-]+)?";
  private static final Pattern S3 =
      Pattern.compile("(.+\\.)?s3(-fips)?(\\.dualstack)?([.-][a-z0-9-]+)?\\." + SUFFIX);
  private static final Pattern OIDC =
      Pattern.compile(
          "oidc\\.eks\\.[a-z0-9-]+\\."
              + SUFFIX
              + "|[a-z0-9-]+\\.tokens\\.sts\\.global\\.api\\.aws");

  private final Map<Pattern, InetSocketAddress> addresses = new LinkedHashMap<>();

  /**
   * Creates the map.
   *
   * @param issuerHost the host of the lab's issuer, which need not be one of AWS
   * @param sts the addresses of STS by region; all other regions are at the first one
   */
  LabHosts(
      String issuerHost, Map<String, Endpoint> sts, InetSocketAddress s3, InetSocketAddress oidc) {
    addresses.put(Pattern.compile(issuerHost.toLowerCase(Locale.ROOT), Pattern.LITERAL), oidc);
    sts.forEach((region, endpoint) -> addresses.put(sts("\\." + region), endpoint.plainAddress()));
    addresses.put(sts(ANY_REGION), sts.values().iterator().next().plainAddress());
    addresses.put(OIDC, oidc);
    addresses.put(S3, s3);
  }

  private static Pattern sts(String region) {
    return Pattern.compile("sts(-fips)?" + region + "\\." + SUFFIX);
  }

  @Override
  public @Nullable InetSocketAddress backendOf(String host) {
    return addresses.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(host).matches())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }
}
