package dev.irsa.doctor.internal.check;

import static dev.irsa.doctor.internal.text.ForeignText.plain;
import static dev.irsa.doctor.internal.text.ForeignText.sentence;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.doctor.internal.probe.NetworkStage;
import dev.irsa.doctor.internal.probe.ProbeResult;
import dev.irsa.internal.config.Setting;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Describes calls without a response, and how to get one. */
final class UnreachedServer {

  private static final String CHECK_NETWORK =
      "Check firewalls, proxies, gateways and service meshes between this pod and STS.";

  private static final int MAX_SHOWN = 3;

  /** Proxy Authentication Required. */
  private static final int PASSWORD_NEEDED = 407;

  private UnreachedServer() {}

  /**
   * Returns what happened, in words.
   *
   * @param server the server's name in words
   * @param chosenBy the variable that chose the server
   */
  static String found(ProbeResult result, String server, String chosenBy) {
    Exception failure = Objects.requireNonNull(result.failure());
    if (failure instanceof MisconfiguredException misconfigured) {
      Problem problem = misconfigured.problems().get(0);
      return problem.setting() + ": " + problem.found();
    }
    if (result.refusalOfProxy() > 0) {
      return "the proxy %s refused a tunnel to %s (%s) with status %s"
          .formatted(
              result.proxy(), result.endpoint().getHost(), chosenBy, result.refusalOfProxy());
    }
    String peer = peer(result, server, chosenBy);
    return "%s %s (%s)%s"
        .formatted(peer, reason(result, failure), result.times(), presented(result));
  }

  private static String peer(ProbeResult result, String server, String chosenBy) {
    String addresses = addresses(result.addresses());
    String place = addresses.isEmpty() ? "" : " at " + addresses;
    return result.atProxy()
        ? "the proxy %s%s".formatted(result.proxy(), place)
        : "%s, %s (%s)%s,".formatted(server, result.hostAndPort(), chosenBy, place);
  }

  private static String reason(ProbeResult result, Exception failure) {
    boolean isTimeOut = failure instanceof SocketTimeoutException;
    String detail = plain(failure.getMessage());
    return switch (result.stage()) {
      case DNS -> "cannot be resolved";
      case TCP -> tcp(result, isTimeOut, detail);
      case TLS ->
          isTimeOut
              ? "sends nothing in the TLS handshake"
              : "fails in the TLS handshake: " + detail;
      case HTTP -> isTimeOut ? "does not respond" : "breaks the connection: " + detail;
    };
  }

  private static String tcp(ProbeResult result, boolean isTimeOut, String detail) {
    if (isTimeOut) {
      return result.atProxy() ? "does not open a tunnel" : "does not open the connection";
    }
    return detail.contains("refused") ? "refuses the connection" : "cannot be connected: " + detail;
  }

  private static String presented(ProbeResult result) {
    return result.stage() == NetworkStage.TLS && !issuer(result).isEmpty()
        ? "; its certificate was issued by " + issuer(result)
        : "";
  }

  /** Returns who issued the server's certificate; empty if it is not known. */
  static String issuer(ProbeResult result) {
    return result.certificates().isEmpty()
        ? ""
        : plain(result.certificates().get(0).getIssuerX500Principal().getName());
  }

  /** Returns how to reach the first endpoint of STS. */
  static String fix(ProbeResult result, PodSettings settings) {
    String region = Objects.requireNonNullElse(settings.region(), "<region>");
    String privateEndpoint = "com.amazonaws." + region + ".sts";
    boolean isUnconnected = result.stage().compareTo(NetworkStage.TLS) < 0;
    if (!isUnconnected || isOfProxy(result)) {
      return fixOnTheWay(result, settings);
    }
    if (settings.isLegacyEndpoint()) {
      return "Set AWS_STS_REGIONAL_ENDPOINTS=regional: the interface endpoint %s of a private network serves sts.%s.amazonaws.com, not the global endpoint."
          .formatted(privateEndpoint, region);
    }
    return result.stage() == NetworkStage.DNS
        ? ("Check the cluster's DNS and AWS_REGION. A cluster without internet access needs the"
                + " interface endpoint %s with private DNS.")
            .formatted(privateEndpoint)
        : "Check security groups, network policies and routes for port 443. A private cluster needs"
            + " the interface endpoint "
            + privateEndpoint
            + (allPublic(result.addresses())
                ? " with private DNS (the address here is public)."
                : ", whose security group allows this pod.");
  }

  /** Returns how to reach the spare endpoint, which is usually in another region. */
  static String fixOfSpare(ProbeResult result, PodSettings settings) {
    boolean isUnconnected = result.stage().compareTo(NetworkStage.TLS) < 0;
    return isUnconnected && !isOfProxy(result)
        ? "Check %s, DNS, security groups, network policies and routes to port 443 of that host. A private network whose only way to STS is an interface endpoint of its region needs another way, such as a NAT gateway or a proxy."
            .formatted(Setting.STS_SPARE.label())
        : fixOnTheWay(result, settings);
  }

  private static boolean isOfProxy(ProbeResult result) {
    return result.failure() instanceof MisconfiguredException
        || result.atProxy()
        || result.refusalOfProxy() > 0;
  }

  private static String fixOnTheWay(ProbeResult result, PodSettings settings) {
    if (result.failure() instanceof MisconfiguredException misconfigured) {
      return sentence(misconfigured.problems().get(0).fix()) + ".";
    }
    if (result.refusalOfProxy() == PASSWORD_NEEDED) {
      String host = result.endpoint().getHost();
      return settings.proxyPassword() == null
          ? ("The proxy wants a user and a password: https_proxy=https://<user>:<password>@<proxy>,"
                  + " special characters percent-encoded, from a secret. Or exempt STS: no_proxy=%s")
              .formatted(host)
          : ("The proxy does not accept the user and the password in its URL: correct them, special"
                  + " characters percent-encoded. Only the scheme Basic is supported. Or exempt STS:"
                  + " no_proxy=%s")
              .formatted(host);
    }
    if (result.atProxy() || result.refusalOfProxy() > 0) {
      return "Fix the proxy or the way to it, let it tunnel to %s, or exempt STS: no_proxy=%s"
          .formatted(result.hostAndPort(), result.endpoint().getHost());
    }
    return result.stage() == NetworkStage.TLS
            && !(result.failure() instanceof SocketTimeoutException)
        ? certificateFix(result)
        : CHECK_NETWORK;
  }

  private static String certificateFix(ProbeResult result) {
    // The messages of the JDK if a certificate names no host, or another one.
    return String.valueOf(result.failure()).matches(".*No (subject alternative|name matching).*")
        ? "Another server answers at that address, whose certificate is for other hosts: check the"
            + " variable that names it, the cluster's DNS, and gateways that redirect connections."
        : "If that is a proxy that decrypts TLS, mount its authority and name it in AWS_CA_BUNDLE,"
            + " or exempt STS from it.";
  }

  /** Returns addresses in words: {@code 10.0.1.7 (private)}. */
  static String addresses(List<InetAddress> addresses) {
    String shown =
        addresses.stream()
            .limit(MAX_SHOWN)
            .map(address -> address.getHostAddress() + " (" + kind(address) + ")")
            .collect(Collectors.joining(", "));
    return addresses.size() > MAX_SHOWN ? shown + ", ..." : shown;
  }

  /** Returns whether all addresses are public, so that a private cluster cannot reach them. */
  private static boolean allPublic(List<InetAddress> addresses) {
    return !addresses.isEmpty() && addresses.stream().allMatch(a -> kind(a).equals("public"));
  }

  private static String kind(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return "loopback";
    }
    if (address.isLinkLocalAddress()) {
      return "link-local";
    }
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    // 100.64.0.0/10 is shared address space (RFC 6598), which EKS uses for pods.
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    return address.isSiteLocalAddress() || uniqueLocal || shared ? "private" : "public";
  }
}
