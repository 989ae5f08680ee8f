package dev.irsa.internal.sts;

import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.text.TokenRedactor;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a transport fault says, in words fit for a message. */
final class TransportFailures {

  private static final int LONGEST_CHAIN = 20;

  private TransportFailures() {}

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
}
