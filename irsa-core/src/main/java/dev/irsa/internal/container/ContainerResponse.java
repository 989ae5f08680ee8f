package dev.irsa.internal.container;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.exchange.CredentialsReader;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.MalformedResponseException;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.http.HttpClient;
import dev.irsa.internal.http.HttpExchange;
import dev.irsa.internal.http.HttpFailures;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.RoleAndIssuer;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts the response to a call into credentials or a failure. Used by one thread. */
final class ContainerResponse {

  private final RoleAndIssuer subject;

  /**
   * The texts that no message may contain, one a line: the token, and the masked part of the URI.
   */
  private final String secrets;

  private final HttpFailures failures;

  ContainerResponse(ContainerIdentity identity, @Nullable IdentityToken token, HttpExchange call) {
    this.subject = RoleAndIssuer.of(identity);
    this.secrets = secrets(identity.uri(), token);
    this.failures = new HttpFailures(subject, secrets, call);
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
   * Sends the request, and returns the credentials in the response.
   *
   * @throws CredentialsException if there is no response, or it does not contain credentials
   */
  ExchangeResult read(HttpClient client, HttpRequest request) {
    return read(client.send(request, subject, secrets));
  }

  /**
   * Returns the credentials in a response. The {@code Date} field is ignored: it is the time of the
   * node, which says nothing about the time of AWS.
   *
   * @throws CredentialsException if the response does not contain credentials
   */
  ExchangeResult read(HttpResponse response) {
    ContainerError error;
    if (response.status() == 200) {
      try {
        Map<String, String> members = JsonMembers.parse(response.body());
        error = ContainerError.inSuccess(members, secrets);
        if (error == null) {
          return new ExchangeResult(credentials(members), null, response.roundTrip());
        }
      } catch (MalformedResponseException e) {
        throw failures.unusable(response, e);
      }
    } else {
      error = ContainerError.read(response, secrets);
    }
    throw error == null ? failures.intermediary(response) : failure(error);
  }

  /** Reads the credentials. Some servers give the account only as part of the role's ARN. */
  private SessionCredentials credentials(Map<String, String> members)
      throws MalformedResponseException {
    String given = CredentialsReader.accountId(members.get("AccountId"));
    return CredentialsReader.read(members, "", "Token", secrets)
        .withAccountId(given == null ? CredentialsReader.accountOf(members.get("RoleArn")) : given);
  }

  private CredentialsException failure(ContainerError error) {
    FailureKind kind = error.failureKind();
    boolean rejected = !kind.isTransient();
    String summary =
        subject.issuerAtFirst()
            + (rejected ? " refused credentials: " : " could not provide credentials: ")
            + error.describe();
    FailureDetails details =
        failures
            .details(summary, error.remedy(subject))
            .withResponse(error.code(), error.requestId(), error.message());
    return rejected
        ? new ExchangeRejectedException(
            details.withTokenAtFault(kind == FailureKind.TOKEN), kind, error.status())
        : new ExchangeUnavailableException(details, Stage.RESPONSE, kind == FailureKind.THROTTLED);
  }
}
