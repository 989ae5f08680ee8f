package dev.irsa.internal.sts;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.http.CancellableCall;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.http.ProxyTunnelException;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.identity.WebIdentityToken;
import dev.irsa.internal.text.TokenRedactor;
import dev.irsa.internal.xml.MalformedResponseException;
import dev.irsa.internal.xml.XmlDocument;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what came of one call: credentials, or a failure in words. Of one thread. */
final class ResponseInterpreter {

  private static final int LONGEST_QUOTE = 200;

  private final WebIdentity identity;
  private final URI endpoint;
  private final WebIdentityToken token;
  private final CancellableCall state;

  ResponseInterpreter(
      WebIdentity identity, URI endpoint, WebIdentityToken token, CancellableCall state) {
    this.identity = identity;
    this.endpoint = endpoint;
    this.token = token;
    this.state = state;
  }

  /** Reads an answer. */
  ExchangeResult on(HttpResponse answer) {
    if (answer.status() == 200) {
      return success(answer);
    }
    StsError error = StsError.read(answer, token.value());
    if (error == null) {
      throw intermediary(answer.status(), answer.contentType());
    }
    throw refusal(error);
  }

  private ExchangeResult success(HttpResponse answer) {
    try {
      return new ExchangeResult(
          CredentialsParser.read(XmlDocument.parse(answer.body()), token.value()),
          StsDates.parseHeader(answer.date()),
          answer.roundTrip());
    } catch (MalformedResponseException e) {
      throw unavailable(
          "The answer of STS at " + endpoint + " cannot be used: " + e.getMessage(),
          "Check that nothing between this pod and STS answers in its place",
          Stage.ANSWER,
          TokenRedactor.plainWord(answer.requestId(), 128, token.value()),
          null);
    }
  }

  private CredentialsException refusal(StsError error) {
    StsError.Meaning meaning = error.meaning();
    String said =
        "STS at "
            + endpoint
            + (meaning == StsError.Meaning.DENIED || meaning == StsError.Meaning.TOKEN
                ? " refused the role "
                : " could not serve the role ")
            + identity.roleArn()
            + ": "
            + error.code()
            + " ("
            + error.status()
            + (error.message().isEmpty() ? ")" : ") \"" + error.message() + "\"")
            + (error.requestId() == null ? "" : ", request id " + error.requestId());
    if (meaning == StsError.Meaning.DENIED || meaning == StsError.Meaning.TOKEN) {
      return new ExchangeRejectedException(
          said,
          error.remedy(),
          error.code(),
          error.status(),
          error.requestId(),
          error.isInvalidToken() || error.isExpiredToken(),
          identity.roleArn(),
          endpoint,
          circumstances(),
          null);
    }
    return new ExchangeUnavailableException(
        said,
        error.remedy(),
        Stage.ANSWER,
        meaning == StsError.Meaning.THROTTLED,
        error.code(),
        error.requestId(),
        identity.roleArn(),
        endpoint,
        circumstances(),
        null);
  }

  /** Returns the failure of an answer that does not come from STS. */
  CredentialsException intermediary(int status, @Nullable String contentType) {
    return intermediary(
        "An intermediary answered in place of STS at "
            + endpoint
            + ": "
            + status(status, contentType)
            + ", no error document of STS",
        TransportFailure.remedyOfIntermediary(status),
        Stage.ANSWER,
        status);
  }

  /** Returns the failure of a call that its proxy did not let through. */
  CredentialsException noTunnel(ProxyTunnelException refusal) {
    HttpProxy proxy = Objects.requireNonNull(state.proxy());
    return intermediary(
        "The proxy "
            + proxy
            + " opened no tunnel to STS at "
            + endpoint
            + ": "
            + status(refusal.status(), refusal.contentType()),
        TransportFailure.remedyOfRefusal(refusal.status(), proxy.hasCredentials()),
        Stage.CONNECT,
        refusal.status());
  }

  private String status(int status, @Nullable String contentType) {
    return "status "
        + status
        + (contentType == null ? ", no content type" : ", content type " + masked(contentType));
  }

  private CredentialsException intermediary(
      String summary, String remedy, Stage stage, int status) {
    return new ExchangeUnavailableException(
        summary,
        remedy,
        stage,
        status == 429,
        null,
        null,
        identity.roleArn(),
        endpoint,
        circumstances(),
        null);
  }

  private String masked(String text) {
    return TokenRedactor.mask(
        text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) : text, token.value());
  }

  /** Returns the failure of a call without an answer. */
  CredentialsException noAnswer(Exception fault) {
    Stage stage = TransportFailure.stage(fault, state.stage());
    String what =
        state.isAborted() ? "the call was aborted" : masked(TransportFailure.describe(fault));
    HttpProxy proxy = state.proxy();
    return unavailable(
        (proxy == null
                ? "STS at " + endpoint + " did not answer"
                : "The proxy "
                    + proxy
                    + " did not answer, so STS at "
                    + endpoint
                    + " was not reached")
            + ": "
            + TransportFailure.words(stage)
            + " failed after "
            + state.deadline().elapsed().toMillis()
            + " ms ("
            + what
            + ")",
        proxy == null
            ? TransportFailure.remedyOf(stage, fault, endpoint)
            : TransportFailure.remedyOfProxyFault(stage),
        stage,
        null,
        TransportFailure.isClean(fault, token.value()) ? fault : null);
  }

  private ExchangeUnavailableException unavailable(
      String summary,
      String remedy,
      Stage stage,
      @Nullable String requestId,
      @Nullable Throwable cause) {
    return new ExchangeUnavailableException(
        summary,
        remedy,
        stage,
        false,
        null,
        requestId,
        identity.roleArn(),
        endpoint,
        circumstances(),
        cause);
  }

  private AttemptInfo circumstances() {
    return new AttemptInfo(1, state.deadline().elapsed(), null, null);
  }
}
