package dev.irsa.sts;

import dev.irsa.identity.ExchangeUnavailableException.Stage;
import java.net.SocketTimeoutException;
import java.net.URI;

/** What to do about a call that brought no word of STS. */
final class FaultRemedies {

  private FaultRemedies() {}

  static String ofFault(Stage stage, Exception fault, URI endpoint) {
    String message = fault.getMessage();
    if (stage == Stage.CONNECT && message != null && message.contains(" 407")) {
      // The only way that the JDK reports the status of a refused tunnel.
      return ofIntermediary(407);
    }
    return switch (stage) {
      case DNS ->
          "Check the cluster's DNS and AWS_REGION; a cluster without internet access needs an"
              + " interface endpoint of STS (com.amazonaws.<region>.sts) with private DNS";
      case CONNECT ->
          fault instanceof SocketTimeoutException
              ? "A private cluster needs an interface endpoint of STS (com.amazonaws.<region>.sts)"
                  + " whose security group lets this pod in on port "
                  + (endpoint.getPort() < 0 ? 443 : endpoint.getPort())
                  + "; or the way leads through a proxy (https_proxy)"
              : "Check security groups, network policies and the proxy settings (https_proxy,"
                  + " no_proxy)";
      case TLS ->
          "Check what answers at this address; a proxy that opens TLS needs its authority in"
              + " AWS_CA_BUNDLE";
      default -> "";
    };
  }

  static String ofIntermediary(int status) {
    if (status == 407) {
      return "The proxy asks for a password, and none is sent (the JDK sends no Basic credentials to"
          + " a tunnel by default, see jdk.http.auth.tunneling.disabledSchemes): use a proxy that"
          + " asks for none, or an interface endpoint of STS";
    }
    if (status >= 300 && status < 400) {
      return "Redirects are not followed, since the token would go along; check the endpoint and"
          + " the proxies on the way";
    }
    return "Check the proxies, gateways and service meshes between this pod and STS";
  }
}
