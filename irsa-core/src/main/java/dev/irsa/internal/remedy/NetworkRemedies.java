package dev.irsa.internal.remedy;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.identity.RoleAndIssuer;
import java.net.SocketTimeoutException;

/** What to do about calls that got no usable response. */
public final class NetworkRemedies {

  private static final String PROXY_PASSWORD =
      "The proxy requires a password: set it in the proxy's URL, https://user:password@host:port"
          + " (https_proxy, or proxy(...) on the builder)";

  private static final String EXEMPT_STS =
      "exempt STS from the proxy (no_proxy, or http.nonProxyHosts)";

  /** What to do if an issuer is overloaded or fails. */
  public static final String TRIED_AGAIN =
      "Usually temporary. It is tried again: at the time of the next attempt, or if none is given,"
          + " by the next call after a pause of at most a minute";

  private NetworkRemedies() {}

  /** Returns what to check if an issuer accepts connections, but does not respond. */
  public static String checkNetwork(String issuer) {
    return "Check firewalls, proxies, gateways and service meshes between this pod and " + issuer;
  }

  /**
   * Returns the remedy for a proxy that refused to open a tunnel.
   *
   * @param hasCredentials whether a user and password were sent
   */
  public static String ofRefusedTunnel(int status, boolean hasCredentials) {
    if (status != 407) {
      return "Allow CONNECT to STS in the proxy, usually to port 443, or " + EXEMPT_STS;
    }
    return hasCredentials
        ? "The proxy rejected the user and password of its URL: correct them, with special"
            + " characters percent-encoded. Only the scheme Basic is supported; if the proxy"
            + " requires another, "
            + EXEMPT_STS
        : PROXY_PASSWORD;
  }

  /** Returns the remedy for a proxy that did not respond. */
  public static String ofProxyFault(Stage stage) {
    return stage == Stage.TLS
        ? "Check that the proxy uses TLS (otherwise its URL begins with http://), that its certificate"
            + " names its host, and that AWS_CA_BUNDLE contains its authority"
        : "Fix the proxy or the way to it, or " + EXEMPT_STS;
  }

  /** Returns the remedy for an endpoint that was not reached. */
  public static String of(Stage stage, Exception failure, RoleAndIssuer subject) {
    boolean isContainer = subject.source() == IdentitySource.CONTAINER;
    boolean isTimeout = failure instanceof SocketTimeoutException;
    return switch (stage) {
      case DNS ->
          isContainer
              ? "Check the URI's host name and the DNS of this container"
              : "Check the cluster's DNS and AWS_REGION; a cluster without internet access needs an"
                  + " interface endpoint for STS (com.amazonaws.<region>.sts) with private DNS";
      case CONNECT -> isContainer ? ofNoServer(subject) : ofNoConnection(subject, isTimeout);
      case TLS ->
          isTimeout
              ? checkNetwork(subject.issuer())
              : "Check which server responds at this address; a proxy that decrypts TLS needs its"
                  + " authority in AWS_CA_BUNDLE";
      default -> isTimeout ? checkNetwork(subject.issuer()) : "";
    };
  }

  private static String ofNoServer(RoleAndIssuer subject) {
    return subject.isOfPodIdentityAgent()
        ? "Check that the DaemonSet eks-pod-identity-agent runs on this node. Fargate, Windows and"
            + " pods with hostNetwork do not have the agent"
        : "Check that the server that the URI names runs beside this container";
  }

  private static String ofNoConnection(RoleAndIssuer subject, boolean isTimeout) {
    int port = subject.endpoint().getPort();
    return isTimeout
        ? "A private cluster needs an interface endpoint for STS (com.amazonaws.<region>.sts) whose"
            + " security group allows this pod on port "
            + (port < 0 ? 443 : port)
            + ", or a proxy (https_proxy)"
        : "Check security groups, network policies and the proxy settings (https_proxy, no_proxy)";
  }

  /** Returns the remedy for a response of an intermediary. */
  public static String ofIntermediary(int status, RoleAndIssuer subject) {
    if (status >= 300 && status < 400) {
      return "Redirects are not followed, because the token would be sent along; check the endpoint"
          + " and the proxies on the way";
    }
    if (subject.source() == IdentitySource.CONTAINER) {
      return "Check that neither a proxy nor a service mesh takes the requests to this address";
    }
    return status == 407 ? PROXY_PASSWORD : checkNetwork(subject.issuer());
  }
}
