package dev.irsa.internal.sts;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.config.StsEndpoint;
import dev.irsa.internal.exchange.CredentialsReader;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.MalformedResponseException;
import dev.irsa.internal.http.CallFailures;
import dev.irsa.internal.http.HttpCall;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.text.TimestampReader;
import dev.irsa.internal.text.TokenRedactor;
import java.net.URI;

/** Converts the response to a call into credentials or a failure. Used by one thread. */
final class StsResponse {

  private final String root;
  private final RoleAndIssuer subject;
  private final String secret;
  private final HttpCall call;

  /**
   * Creates an instance for a call.
   *
   * @param action the requested action of STS
   * @param secret the token of the request, which no message may contain
   */
  StsResponse(String action, String roleArn, URI endpoint, String secret, HttpCall call) {
    this.root = action + "Response";
    this.subject = RoleAndIssuer.ofRole(roleArn, endpoint);
    this.secret = secret;
    this.call = call;
  }

  RoleAndIssuer subject() {
    return subject;
  }

  /**
   * Returns the credentials in a response.
   *
   * @throws CredentialsException if the response does not contain credentials of the role
   */
  ExchangeResult read(HttpResponse response) {
    if (response.status() == 200) {
      try {
        return new ExchangeResult(
            credentials(XmlDocument.parse(response.body())),
            TimestampReader.parseHeader(response.date()),
            response.roundTrip());
      } catch (MalformedResponseException e) {
        throw new CallFailures(subject, secret, call).unusable(response, e);
      }
    }
    CallFailures failures = new CallFailures(subject, secret, call);
    StsError error = StsError.read(response, secret);
    throw error == null
        ? failures.intermediary(response)
        : error.failure(subject, failures.attempt());
  }

  private SessionCredentials credentials(XmlDocument document) throws MalformedResponseException {
    if (!document.root().equals(root)) {
      throw new MalformedResponseException("its root element is not " + root);
    }
    String user = document.text("AssumedRoleUser", "Arn");
    String word = TokenRedactor.plainWord(user, 2048, secret);
    String arn = word != null && word.startsWith("arn:") ? word : null;
    if (StsEndpoint.isOfAnotherRole(user, subject)) {
      throw new MalformedResponseException("its AssumedRoleUser is not of the requested role");
    }
    return CredentialsReader.read(document.texts(), "Credentials/", "SessionToken", secret)
        .withAccountId(CredentialsReader.accountOf(arn))
        .withAssumedRoleArn(arn);
  }
}
