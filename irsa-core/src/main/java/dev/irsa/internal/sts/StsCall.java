package dev.irsa.internal.sts;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.http.CallDeadline;
import dev.irsa.internal.http.CallFailures;
import dev.irsa.internal.http.CancellableCall;
import dev.irsa.internal.http.HttpClient;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.IssuedCredentials;
import dev.irsa.internal.identity.MalformedResponseException;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.text.Timestamps;
import dev.irsa.internal.text.TokenRedactor;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A call to STS for the credentials of a role, over a new connection. Sent once. */
public final class StsCall {

  private final Subject subject;
  private final Transport transport;
  private final LongSupplier nanoTime;
  private final CancellableCall state;

  /**
   * Prepares a call, without I/O.
   *
   * @param bound the maximum duration, counted from now
   */
  StsCall(
      String roleArn, URI endpoint, Transport transport, LongSupplier nanoTime, Duration bound) {
    this.subject = Subject.ofRole(roleArn, endpoint);
    this.transport = transport;
    this.nanoTime = nanoTime;
    this.state = new CancellableCall(new CallDeadline(nanoTime, bound));
  }

  /**
   * Sends a request and reads the credentials from the response.
   *
   * @param action the action of STS that is requested
   * @param secret what must not be in any message: the token that is sent
   * @throws CredentialsException if the response does not contain credentials
   */
  ExchangeResult send(String action, HttpRequest request, String secret) {
    HttpResponse response;
    try {
      response = new HttpClient(subject.endpoint(), transport, state, nanoTime).send(request);
    } catch (MisconfiguredException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Unchecked exceptions come from providers that the process installed, for example of TLS.
      throw new CallFailures(subject, secret, state).withoutResponse(e);
    }
    return interpret(action, response, secret);
  }

  /** Returns the credentials in a response. */
  ExchangeResult interpret(String action, HttpResponse response, String secret) {
    if (response.status() == 200) {
      try {
        return new ExchangeResult(
            credentials(action, XmlDocument.parse(response.body()), secret),
            Timestamps.parseHeader(response.date()),
            response.roundTrip());
      } catch (MalformedResponseException e) {
        throw new CallFailures(subject, secret, state).unusable(response, e);
      }
    }
    CallFailures failures = new CallFailures(subject, secret, state);
    StsError error = StsError.read(response, secret);
    throw error == null
        ? failures.intermediary(response)
        : error.failure(subject, failures.attempt());
  }

  private static SessionCredentials credentials(String action, XmlDocument document, String secret)
      throws MalformedResponseException {
    String root = action + "Response";
    if (!document.root().equals(root)) {
      throw new MalformedResponseException("its root element is not " + root);
    }
    String user = document.text("AssumedRoleUser", "Arn");
    String word = TokenRedactor.plainWord(user, 2048, secret);
    String arn = word != null && word.startsWith("arn:") ? word : null;
    return IssuedCredentials.read(document.texts(), "Credentials/", "SessionToken", secret)
        .withAccountId(IssuedCredentials.accountOf(arn))
        .withAssumedRoleArn(arn);
  }

  /** Ends {@link #send} from another thread, without waiting for it. Idempotent. */
  public void abort() {
    state.abort();
  }
}
