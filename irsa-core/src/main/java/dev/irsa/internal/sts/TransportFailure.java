package dev.irsa.internal.sts;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.text.TimeText;
import dev.irsa.internal.text.TokenRedactor;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Describes calls without a response of STS, and their remedies. */
final class TransportFailure {

  private static final int MAX_CAUSES = 20;

  private static final String PROXY_PASSWORD =
      "The proxy requires a password: set it in the proxy's URL, https://user:password@host:port"
          + " (https_proxy, or proxy(...) on the builder)";

  private static final String CHECK_NETWORK =
      "Check firewalls, proxies, gateways and service meshes between this pod and STS";

  private static final String EXEMPT_STS =
      "exempt STS from the proxy (no_proxy, or http.nonProxyHosts)";

  private TransportFailure() {}

  /**
   * Returns the stage of a failure. The type of the exception is more precise than the stage that
   * was reached.
   */
  static Stage stage(Exception failure, Stage reached) {
    if (failure instanceof UnknownHostException) {
      return Stage.DNS;
    }
    return failure instanceof SSLException && reached != Stage.RESPONSE ? Stage.TLS : reached;
  }

  /**
   * Returns a description of the failure.
   *
   * @param peer STS or the proxy, with its address
   * @param detail the exception in words
   */
  static String summary(
      String peer, Stage stage, Exception failure, Duration elapsed, String detail) {
    if (failure instanceof SocketTimeoutException) {
      return peer + timeOut(stage) + TimeText.of(elapsed);
    }
    if (failure instanceof ConnectException && detail.endsWith("Connection refused")) {
      return peer + " refused the connection";
    }
    return peer
        + " did not respond: "
        + words(stage)
        + " failed after "
        + TimeText.of(elapsed)
        + " ("
        + detail
        + ")";
  }

  private static String timeOut(Stage stage) {
    return switch (stage) {
      case DNS -> " was not reached: its host name could not be looked up within ";
      case WAITING, CONNECT -> " did not open the connection within ";
      case TLS -> " accepted the connection, but sent nothing in the TLS handshake within ";
      case REQUEST -> " accepted the connection, but did not respond within ";
      case RESPONSE -> " began a response, but did not finish it within ";
    };
  }

  private static String words(Stage stage) {
    return switch (stage) {
      case WAITING -> "waiting";
      case DNS -> "looking up the host";
      case CONNECT -> "connecting";
      case TLS -> "the TLS handshake";
      case REQUEST -> "waiting for the response";
      case RESPONSE -> "reading the response";
    };
  }

  static String describe(Exception failure) {
    String message = failure.getMessage();
    String type = failure.getClass().getSimpleName();
    return message == null || message.isBlank() ? type : type + ": " + message;
  }

  /**
   * Returns whether the messages of an exception and its causes are free of pieces of the token.
   */
  static boolean isClean(Throwable failure, String token) {
    Throwable next = failure;
    for (int i = 0; i < MAX_CAUSES && next != null; i++) {
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
   * Returns the remedy for a proxy that refused to open a tunnel.
   *
   * @param hasCredentials whether a user and password were sent
   */
  static String remedyOfRefusal(int status, boolean hasCredentials) {
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
  static String remedyOfProxyFault(Stage stage) {
    return stage == Stage.TLS
        ? "Check that the proxy uses TLS (otherwise its URL begins with http://), that its certificate"
            + " names its host, and that AWS_CA_BUNDLE contains its authority"
        : "Fix the proxy or the way to it, or " + EXEMPT_STS;
  }

  /** Returns the remedy for an endpoint that was not reached. */
  static String remedyOf(Stage stage, Exception failure, URI endpoint) {
    return switch (stage) {
      case DNS ->
          "Check the cluster's DNS and AWS_REGION; a cluster without internet access needs an"
              + " interface endpoint for STS (com.amazonaws.<region>.sts) with private DNS";
      case CONNECT ->
          failure instanceof SocketTimeoutException
              ? "A private cluster needs an interface endpoint for STS"
                  + " (com.amazonaws.<region>.sts) whose security group allows this pod on port "
                  + (endpoint.getPort() < 0 ? 443 : endpoint.getPort())
                  + ", or a proxy (https_proxy)"
              : "Check security groups, network policies and the proxy settings (https_proxy,"
                  + " no_proxy)";
      case TLS ->
          failure instanceof SocketTimeoutException
              ? CHECK_NETWORK
              : "Check which server responds at this address; a proxy that decrypts TLS needs its"
                  + " authority in AWS_CA_BUNDLE";
      default -> failure instanceof SocketTimeoutException ? CHECK_NETWORK : "";
    };
  }

  /** Returns the remedy for a response of an intermediary. */
  static String remedyOfIntermediary(int status) {
    if (status == 407) {
      return PROXY_PASSWORD;
    }
    if (status >= 300 && status < 400) {
      return "Redirects are not followed, because the token would be sent along; check the endpoint"
          + " and the proxies on the way";
    }
    return CHECK_NETWORK;
  }
}
