package dev.irsa.internal.http;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.text.TimeText;
import dev.irsa.internal.text.TokenRedactor;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Describes calls without a response, and responses that are not from the issuer. */
public final class TransportFailure {

  private static final int MAX_TEXT_LENGTH = 200;

  private TransportFailure() {}

  /**
   * Returns the stage of a failure. The type of the exception is more precise than the stage that
   * was reached.
   */
  public static Stage stage(Exception failure, Stage reached) {
    if (failure instanceof UnknownHostException) {
      return Stage.DNS;
    }
    return failure instanceof SSLException && reached != Stage.RESPONSE ? Stage.TLS : reached;
  }

  /**
   * Returns a description of the failure.
   *
   * @param peer the issuer or the proxy, with its address
   * @param token the token of the call, which is masked
   */
  public static String summary(
      String peer, Stage stage, Exception failure, CancellableCall state, String token) {
    Duration elapsed = state.deadline().elapsed();
    if (state.isAborted()) {
      return peer + ": the call was cancelled after " + TimeText.of(elapsed);
    }
    String detail = masked(describe(failure), token);
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

  private static String describe(Exception failure) {
    String message = failure.getMessage();
    String type = failure.getClass().getSimpleName();
    return message == null || message.isBlank() ? type : type + ": " + message;
  }

  /**
   * Returns the status and the type of a response for a message.
   *
   * @param token the token of the call, which is masked
   */
  public static String response(int status, @Nullable String contentType, String token) {
    return "status "
        + status
        + (contentType == null
            ? ", no content type"
            : ", content type " + masked(contentType, token));
  }

  private static String masked(String text, String token) {
    return TokenRedactor.mask(
        text.length() > MAX_TEXT_LENGTH ? text.substring(0, MAX_TEXT_LENGTH) : text, token);
  }
}
