package dev.irsa.internal.sts;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.internal.failure.AttemptInfo;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.http.CancellableCall;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.http.ProxyTunnelException;
import dev.irsa.internal.http.TransportFailure;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.MalformedResponseException;
import dev.irsa.internal.remedy.NetworkRemedies;
import dev.irsa.internal.text.Timestamps;
import dev.irsa.internal.text.TokenRedactor;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Converts the response to a call into credentials or a failure. Used by one thread. */
final class StsResponse {

  private final String action;
  private final String roleArn;
  private final URI endpoint;
  private final String secret;
  private final CancellableCall state;

  StsResponse(String action, String roleArn, URI endpoint, String secret, CancellableCall state) {
    this.action = action;
    this.roleArn = roleArn;
    this.endpoint = endpoint;
    this.secret = secret;
    this.state = state;
  }

  /**
   * Returns the credentials in a response.
   *
   * @throws CredentialsException if the response does not contain credentials
   */
  ExchangeResult interpret(HttpResponse response) {
    if (response.status() == 200) {
      return success(response);
    }
    StsError error = StsError.read(response, secret);
    if (error == null) {
      throw intermediary(response.status(), response.contentType());
    }
    throw error.failure(roleArn, endpoint, attemptInfo());
  }

  private ExchangeResult success(HttpResponse response) {
    try {
      return new ExchangeResult(
          CredentialsParser.read(action, XmlDocument.parse(response.body()), secret),
          Timestamps.parseHeader(response.date()),
          response.roundTrip());
    } catch (MalformedResponseException e) {
      FailureDetails details =
          details(
              "The response of STS at " + endpoint + " cannot be used: " + e.getMessage(),
              "Check that nothing between this pod and STS responds in its place");
      throw new ExchangeUnavailableException(
          details.withResponse(null, TokenRedactor.plainWord(response.requestId(), 128, secret)),
          Stage.RESPONSE,
          false);
    }
  }

  /** Returns the failure for a response that was not sent by STS. */
  CredentialsException intermediary(int status, @Nullable String contentType) {
    return intermediary(
        "An intermediary responded in place of STS at "
            + endpoint
            + ": "
            + TransportFailure.response(status, contentType, secret)
            + ", without an error document of STS",
        NetworkRemedies.remedyOfIntermediary(status),
        Stage.RESPONSE,
        status);
  }

  /** Returns the failure for a proxy that did not open a tunnel. */
  CredentialsException tunnelRefused(ProxyTunnelException rejection) {
    HttpProxy proxy = Objects.requireNonNull(state.proxy());
    return intermediary(
        "The proxy "
            + proxy
            + " did not open a tunnel to STS at "
            + endpoint
            + ": "
            + TransportFailure.response(rejection.status(), rejection.contentType(), secret),
        NetworkRemedies.remedyOfRefusal(rejection.status(), proxy.hasCredentials()),
        Stage.CONNECT,
        rejection.status());
  }

  private CredentialsException intermediary(
      String summary, String remedy, Stage stage, int status) {
    return new ExchangeUnavailableException(details(summary, remedy), stage, status == 429);
  }

  /** Returns the failure for a call without a response. */
  CredentialsException withoutResponse(Exception exception) {
    Stage stage = TransportFailure.stage(exception, state.stage());
    HttpProxy proxy = state.proxy();
    String peer = proxy == null ? "STS at " + endpoint : "The proxy " + proxy;
    FailureDetails details =
        details(
            TransportFailure.summary(peer, stage, exception, state, secret)
                + (proxy == null ? "" : "; STS at " + endpoint + " was not reached"),
            proxy == null
                ? NetworkRemedies.remedyOf(stage, exception, endpoint)
                : NetworkRemedies.remedyOfProxyFault(stage));
    return new ExchangeUnavailableException(
        details.causedBy(TokenRedactor.isClean(exception, secret) ? exception : null),
        stage,
        false);
  }

  private FailureDetails details(String summary, String remedy) {
    return FailureDetails.of(summary, remedy, roleArn, endpoint).after(attemptInfo());
  }

  private AttemptInfo attemptInfo() {
    return new AttemptInfo(1, state.deadline().elapsed(), null, null);
  }
}
