package dev.irsa.internal.sts;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.text.TokenRedactor;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A call that brought no word of STS: what it says, in words fit for a message, and what to do. */
final class TransportFailure {

  private static final int LONGEST_CHAIN = 20;

  private static final String PASSWORD =
      "The proxy asks for a password: set it in the proxy's URL, https://user:password@host:port"
          + " (https_proxy, or proxy(...) on the builder)";

  private static final String WITHOUT_PROXY =
      "exempt STS from the proxy (no_proxy, or http.nonProxyHosts)";

  private TransportFailure() {}

  /** Returns the stage of a fault; its type knows better than how far the call came. */
  static Stage stage(Exception fault, Stage reached) {
    if (fault instanceof UnknownHostException) {
      return Stage.DNS;
    }
    return fault instanceof SSLException && reached != Stage.ANSWER ? Stage.TLS : reached;
  }

  static String words(Stage stage) {
    return switch (stage) {
      case WAITING -> "waiting";
      case DNS -> "looking up the host";
      case CONNECT -> "connecting";
      case TLS -> "the TLS handshake";
      case REQUEST -> "waiting for the answer";
      case ANSWER -> "reading the answer";
    };
  }

  static String describe(Exception fault) {
    String message = fault.getMessage();
    String type = fault.getClass().getSimpleName();
    return message == null || message.isBlank() ? type : type + ": " + message;
  }

  /** Returns whether no message of the chain repeats a piece of the token. */
  static boolean isClean(Throwable fault, String token) {
    Throwable next = fault;
    for (int i = 0; i < LONGEST_CHAIN && next != null; i++) {
      if (!isCleanText(next.getMessage(), token)) {
        return false;
      }
      for (Throwable suppressed : next.getSuppressed()) {
        if (!isCleanText(suppressed.toString(), token)) {
          return false;
        }
      }
      next = next.getCause();
    }
    return next == null;
  }

  private static boolean isCleanText(@Nullable String text, String token) {
    return text == null || !TokenRedactor.mask(text, token).contains("***");
  }

  /**
   * A proxy that opened no tunnel.
   *
   * @param hasCredentials whether it was sent a user and password
   */
  static String remedyOfRefusal(int status, boolean hasCredentials) {
    if (status != 407) {
      return "Check what the proxy lets through: STS is reached by CONNECT, as a rule to port 443;"
          + " or "
          + WITHOUT_PROXY;
    }
    return hasCredentials
        ? "The proxy did not take the user and password of its URL: correct them, special"
            + " characters percent-encoded. They are sent by the scheme Basic alone; where the"
            + " proxy wants another, "
            + WITHOUT_PROXY
        : PASSWORD;
  }

  /** A proxy that could not be asked. */
  static String remedyOfProxyFault(Stage stage) {
    return stage == Stage.TLS
        ? "Check that the proxy speaks TLS (else its URL begins with http://), that its certificate"
            + " names its host and that AWS_CA_BUNDLE holds its authority"
        : "Check the proxy and what lies between it and this pod, or " + WITHOUT_PROXY;
  }

  static String remedyOf(Stage stage, Exception fault, URI endpoint) {
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

  static String remedyOfIntermediary(int status) {
    if (status == 407) {
      return PASSWORD;
    }
    if (status >= 300 && status < 400) {
      return "Redirects are not followed, since the token would go along; check the endpoint and"
          + " the proxies on the way";
    }
    return "Check the proxies, gateways and service meshes between this pod and STS";
  }
}
