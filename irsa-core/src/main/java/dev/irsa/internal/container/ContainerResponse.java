package dev.irsa.internal.container;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.failure.AttemptInfo;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.http.CallDeadline;
import dev.irsa.internal.http.CancellableCall;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.http.TransportFailure;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.MalformedResponseException;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.remedy.AgentRemedies;
import dev.irsa.internal.text.TokenRedactor;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts the response to a call into credentials or a failure. Used by one thread. */
final class ContainerResponse {

  private final Subject subject;

  /** The token, and the part of the URI that is masked: what no text may contain, in lines. */
  private final String secrets;

  private final CallDeadline deadline;

  ContainerResponse(
      ContainerIdentity identity, @Nullable IdentityToken token, CallDeadline deadline) {
    this.subject = Subject.of(identity);
    this.secrets = secrets(identity.uri(), token);
    this.deadline = deadline;
  }

  private String secrets(URI uri, @Nullable IdentityToken token) {
    StringBuilder lines = new StringBuilder(token == null ? "" : token.value());
    if (!uri.equals(subject.endpoint())) {
      lines.append('\n').append(uri.getRawPath());
    }
    String query = uri.getRawQuery();
    if (query != null) {
      lines.append('\n').append(query);
      for (String pair : query.split("&", -1)) {
        lines.append('\n').append(pair.substring(pair.indexOf('=') + 1));
      }
    }
    return lines.toString();
  }

  /**
   * Returns the credentials in a response. The {@code Date} field is ignored: it is the time of the
   * node, which says nothing about the time of AWS.
   *
   * @throws CredentialsException if the response does not contain credentials
   */
  ExchangeResult interpret(HttpResponse response) {
    return response.status() == 200 ? success(response) : throwFailure(response);
  }

  private ExchangeResult success(HttpResponse response) {
    try {
      Map<String, String> members = JsonMembers.parse(response.body());
      ContainerError error = ContainerError.inSuccess(members, secrets);
      if (error != null) {
        throw failure(error);
      }
      return new ExchangeResult(
          CredentialsMembers.read(members, secrets), null, response.roundTrip());
    } catch (MalformedResponseException e) {
      String summary =
          "The response of "
              + subject.issuerAt()
              + " ("
              + status(response)
              + ") cannot be used: "
              + e.getMessage();
      String remedy =
          "Check that nothing between this container and the endpoint responds in its place";
      throw new ExchangeUnavailableException(details(summary, remedy), Stage.RESPONSE, false);
    }
  }

  private ExchangeResult throwFailure(HttpResponse response) {
    ContainerError error = ContainerError.read(response, secrets);
    if (error == null) {
      throw intermediary(response);
    }
    throw failure(error);
  }

  private CredentialsException failure(ContainerError error) {
    FailureKind kind = error.failureKind();
    boolean rejected = !kind.isTransient();
    String summary =
        subject.issuerAtFirst()
            + (rejected ? " refused credentials: " : " could not provide credentials: ")
            + error.describe();
    FailureDetails details =
        details(summary, error.remedy(subject)).withResponse(error.code(), error.requestId());
    return rejected
        ? new ExchangeRejectedException(
            details.withTokenAtFault(kind == FailureKind.TOKEN), kind, error.status())
        : new ExchangeUnavailableException(details, Stage.RESPONSE, kind == FailureKind.THROTTLED);
  }

  /** Returns the failure for a response that was not sent by the endpoint. */
  private CredentialsException intermediary(HttpResponse response) {
    return new ExchangeUnavailableException(
        details(
            "An intermediary responded in place of " + subject.issuerAt() + ": " + status(response),
            AgentRemedies.ofIntermediary(response.status())),
        Stage.RESPONSE,
        response.status() == 429);
  }

  private String status(HttpResponse response) {
    return TransportFailure.response(response.status(), response.contentType(), secrets);
  }

  /** Returns the failure for a call without a response. */
  CredentialsException withoutResponse(Exception exception, CancellableCall state) {
    Stage stage = TransportFailure.stage(exception, state.stage());
    return new ExchangeUnavailableException(
        details(
                TransportFailure.summary(subject.issuerAtFirst(), stage, exception, state, secrets),
                AgentRemedies.ofStage(stage, exception, subject))
            .causedBy(TokenRedactor.isClean(exception, secrets) ? exception : null),
        stage,
        false);
  }

  private FailureDetails details(String summary, String remedy) {
    return FailureDetails.of(summary, remedy, subject.roleArn(), subject.endpoint())
        .after(new AttemptInfo(1, deadline.elapsed(), null, null));
  }
}
