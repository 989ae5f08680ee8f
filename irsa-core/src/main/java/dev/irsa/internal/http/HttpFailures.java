package dev.irsa.internal.http;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.exchange.MalformedResponseException;
import dev.irsa.internal.failure.FailedAttempts;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.remedy.NetworkRemedies;
import dev.irsa.internal.text.TimeText;
import dev.irsa.internal.text.TokenRedactor;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the exceptions that users see if an issuer did not respond, or if something else
 * responded in its place. Used by the thread of the call.
 */
public final class HttpFailures {

  private static final int MAX_TEXT_LENGTH = 200;

  private final RoleAndIssuer subject;
  private final String secrets;
  private final HttpExchange call;

  /**
   * Creates the failures of a call.
   *
   * @param secrets the texts that no message may contain, one a line, such as the token of the call
   */
  public HttpFailures(RoleAndIssuer subject, String secrets, HttpExchange call) {
    this.subject = subject;
    this.secrets = secrets;
    this.call = call;
  }

  /** Returns the failure for a call without a response. */
  public ExchangeUnavailableException withoutResponse(Exception exception) {
    HttpProxy proxy = call.proxy();
    if (exception instanceof TunnelRefusedException refusal) {
      return tunnelRefused(refusal, Objects.requireNonNull(proxy));
    }
    Stage stage = stage(exception, call);
    String summary =
        proxy == null
            ? summary(subject.issuerAtFirst(), stage, exception)
            : summary("The proxy " + proxy, stage, exception)
                + "; "
                + subject.issuerAt()
                + " was not reached";
    String remedy =
        proxy == null
            ? NetworkRemedies.of(stage, exception, subject)
            : NetworkRemedies.ofProxyFault(stage);
    return new ExchangeUnavailableException(
        details(summary, remedy)
            .causedBy(TokenRedactor.isClean(exception, secrets) ? exception : null),
        stage,
        false);
  }

  private ExchangeUnavailableException tunnelRefused(
      TunnelRefusedException refusal, HttpProxy proxy) {
    String summary =
        "The proxy "
            + proxy
            + " did not open a tunnel to "
            + subject.issuerAt()
            + ": "
            + response(refusal.status(), refusal.contentType());
    String remedy = NetworkRemedies.ofRefusedTunnel(refusal.status(), proxy.hasCredentials());
    return new ExchangeUnavailableException(
        details(summary, remedy), Stage.CONNECT, refusal.status() == 429);
  }

  /** Returns the failure for a response that was not sent by the issuer. */
  public ExchangeUnavailableException intermediary(HttpResponse response) {
    String summary =
        "An intermediary responded in place of "
            + subject.issuerAt()
            + ": "
            + response(response.status(), response.contentType());
    return new ExchangeUnavailableException(
        details(summary, NetworkRemedies.ofIntermediary(response.status(), subject)),
        Stage.RESPONSE,
        response.status() == 429);
  }

  /** Returns the failure for a successful response that does not contain credentials. */
  public ExchangeUnavailableException unusable(
      HttpResponse response, MalformedResponseException reason) {
    String summary =
        "The response of "
            + subject.issuerAt()
            + " ("
            + response(response.status(), response.contentType())
            + ") cannot be used: "
            + reason.getMessage();
    String remedy =
        "Check that nothing between this pod and " + subject.issuer() + " responds in its place";
    return new ExchangeUnavailableException(
        details(summary, remedy)
            .withResponse(null, TokenRedactor.plainWord(response.requestId(), 128, secrets), ""),
        Stage.RESPONSE,
        false);
  }

  /** Returns the details of a failure of the call. */
  public FailureDetails details(String summary, String remedy) {
    return FailureDetails.of(summary, remedy, subject.roleArn(), subject.endpoint())
        .after(attempt());
  }

  /** Returns the call so far as the only attempt. */
  public FailedAttempts attempt() {
    return new FailedAttempts(1, call.deadline().elapsed(), null, null);
  }

  /**
   * Returns the stage of a failure. The type of the exception is more precise than the stage that
   * was reached.
   */
  private static Stage stage(Exception failure, HttpExchange call) {
    if (failure instanceof UnknownHostException) {
      return Stage.DNS;
    }
    return failure instanceof SSLException && call.stage() != Stage.RESPONSE
        ? Stage.TLS
        : call.stage();
  }

  private String summary(String peer, Stage stage, Exception failure) {
    Duration elapsed = call.deadline().elapsed();
    if (call.isAborted()) {
      return peer + ": the call was cancelled after " + TimeText.of(elapsed);
    }
    String detail = masked(describe(failure));
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

  private String response(int status, @Nullable String contentType) {
    return "status "
        + status
        + (contentType == null ? ", no content type" : ", content type " + masked(contentType));
  }

  private String masked(String text) {
    return TokenRedactor.mask(
        text.length() > MAX_TEXT_LENGTH ? text.substring(0, MAX_TEXT_LENGTH) : text, secrets);
  }
}
