package dev.irsa.internal.sts;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.internal.config.StsHosts;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.InterruptibleStep;
import dev.irsa.internal.exchange.IoDeadline;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.failure.FailedAttempts;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.identity.WrappedClient;
import dev.irsa.internal.text.TokenRedactor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The client that the application supplied to exchange tokens. Thread-safe. */
final class ApplicationStsClient {

  /** The parameters of a call. */
  private record Request(
      String roleArn,
      String roleSessionName,
      String webIdentityToken,
      @Nullable Duration duration,
      @Nullable String policy,
      List<String> policyArns)
      implements WebIdentityExchange.Request {
    @Override
    public String toString() {
      return "Request[" + roleArn + ", session " + roleSessionName + ", webIdentityToken=***]";
    }
  }

  private final WebIdentityExchange client;
  private final WebIdentity identity;
  private final RoleAndIssuer subject;

  ApplicationStsClient(WebIdentityExchange client, WebIdentity identity, URI endpoint) {
    this.client = client;
    this.identity = identity;
    this.subject = RoleAndIssuer.ofRole(identity.roleArn(), endpoint);
  }

  /** Returns the object of the application. */
  Object ofApplication() {
    return Objects.requireNonNull(WrappedClient.unwrap(client));
  }

  /**
   * Exchanges a token within the remaining time of a call.
   *
   * @throws CredentialsException for whatever the client throws
   */
  ExchangeResult exchange(IdentityToken token, RunningExchange call) {
    IoDeadline step = call.stepDeadline();
    try {
      WebIdentityExchange.Response response = response(request(token), call);
      String arn = response.credentials().assumedRoleArn();
      // A client that does not say whose credentials they are is trusted.
      if (arn != null && StsHosts.isOfAnotherRole(arn, subject)) {
        throw new IllegalStateException("its response is of another role, " + arn);
      }
      return new ExchangeResult(response.credentials(), response.serverDate(), step.elapsed());
    } catch (WebIdentityExchange.ErrorResponseException error) {
      throw StsError.of(
              error.code(),
              error.httpStatus(),
              error.getMessage(),
              error.requestId(),
              token.value())
          .failure(subject, attempt(step));
    } catch (CredentialsException failure) {
      throw failure;
    } catch (Throwable withoutResponse) {
      throw unavailable(withoutResponse, token, attempt(step));
    }
  }

  private Request request(IdentityToken token) {
    return new Request(
        identity.roleArn(),
        identity.roleSessionName(),
        token.value(),
        identity.duration(),
        identity.policy(),
        identity.policyArns());
  }

  private WebIdentityExchange.Response response(Request request, RunningExchange call) {
    InterruptibleStep<WebIdentityExchange.Response> step =
        new InterruptibleStep<>() {
          @Override
          protected WebIdentityExchange.Response perform() {
            if (call.isAborted()) {
              // Another call may be in progress, and a client is called by one thread at a time.
              throw new IllegalStateException("it was not called: the time had ended");
            }
            return client.exchange(request, call.remaining());
          }
        };
    return Objects.requireNonNull(step.run(call), "it returned null");
  }

  private static FailedAttempts attempt(IoDeadline step) {
    return new FailedAttempts(1, step.elapsed(), null, null);
  }

  private CredentialsException unavailable(
      Throwable failure, IdentityToken token, FailedAttempts attempt) {
    String summary =
        "The application's client did not get credentials from "
            + subject.issuerAt()
            + " for the role "
            + subject.role()
            + ": "
            + TokenRedactor.mask(failure.toString(), token.value());
    String remedy =
        "Check the client that was given to the builder: its endpoint, proxy and time-outs";
    return new ExchangeUnavailableException(
        FailureDetails.of(summary, remedy, subject.role(), subject.endpoint())
            .after(attempt)
            .causedBy(TokenRedactor.isClean(failure, token.value()) ? failure : null),
        Stage.REQUEST,
        false);
  }
}
