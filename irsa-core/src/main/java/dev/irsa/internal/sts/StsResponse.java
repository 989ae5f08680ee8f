package dev.irsa.internal.sts;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.config.StsHosts;
import dev.irsa.internal.exchange.CredentialsReader;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.MalformedResponseException;
import dev.irsa.internal.http.HttpExchange;
import dev.irsa.internal.http.HttpFailures;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.text.TimestampReader;
import dev.irsa.internal.text.TokenRedactor;
import dev.irsa.internal.token.JwtClaims;
import java.time.Instant;

/** Converts the response to a call into its result or a failure. Used by one thread. */
final class StsResponse {

  private static final String RESULT = StsForm.OUTBOUND_TOKEN + "Result/";

  private final String action;
  private final RoleAndIssuer subject;
  private final String secret;
  private final HttpExchange call;

  /**
   * Creates an instance for a call.
   *
   * @param action the requested action of STS
   * @param subject the requested role
   * @param secret the token of the request, which no message may contain
   */
  StsResponse(String action, RoleAndIssuer subject, String secret, HttpExchange call) {
    this.action = action;
    this.subject = subject;
    this.secret = secret;
    this.call = call;
  }

  /**
   * Returns what a response contains.
   *
   * @throws CredentialsException if the response contains neither credentials of the role nor the
   *     token
   */
  ExchangeResult read(HttpResponse response) {
    if (response.status() == 200) {
      try {
        return new ExchangeResult(
            credentials(XmlReader.read(response.body()), response),
            TimestampReader.parseHeader(response.date()),
            response.roundTrip());
      } catch (MalformedResponseException e) {
        throw new HttpFailures(subject, secret, call).unusable(response, e);
      }
    }
    HttpFailures failures = new HttpFailures(subject, secret, call);
    StsError error = StsError.read(response, secret);
    throw error == null
        ? failures.intermediary(response)
        : error.failure(subject, failures.attempt());
  }

  private SessionCredentials credentials(XmlDocument document, HttpResponse response)
      throws MalformedResponseException {
    if (!document.root().equals(action + "Response")) {
      throw new MalformedResponseException("its root element is not " + action + "Response");
    }
    return action.equals(StsForm.OUTBOUND_TOKEN)
        ? token(document, response)
        : credentials(document);
  }

  private SessionCredentials credentials(XmlDocument document) throws MalformedResponseException {
    String user = document.text("AssumedRoleUser", "Arn");
    String word = TokenRedactor.plainWord(user, 2048, secret);
    String arn = word != null && word.startsWith("arn:") ? word : null;
    if (StsHosts.isOfAnotherRole(user, subject)) {
      throw new MalformedResponseException("its AssumedRoleUser is not of the requested role");
    }
    return CredentialsReader.read(document.texts(), "Credentials/", "SessionToken", secret)
        .withAccountId(CredentialsReader.accountOf(arn))
        .withAssumedRoleArn(arn);
  }

  /** The token itself is not judged: those who accept it verify it. */
  private SessionCredentials token(XmlDocument document, HttpResponse response)
      throws MalformedResponseException {
    String jwt = CredentialsReader.required(document.texts(), RESULT, "WebIdentityToken");
    String id = TokenRedactor.plainWord(response.requestId(), 128, jwt + '\n' + secret);
    return SessionCredentials.of(id == null ? "unknown" : id, jwt, jwt, expiration(document, jwt));
  }

  private static Instant expiration(XmlDocument document, String jwt)
      throws MalformedResponseException {
    if (document.texts().containsKey(RESULT + "Expiration")) {
      return CredentialsReader.expiration(
          CredentialsReader.required(document.texts(), RESULT, "Expiration"));
    }
    TokenClaims claims =
        jwt.length() > IdentityToken.MAX_LENGTH ? null : JwtClaims.of(new IdentityToken(jwt));
    Instant expiration = claims == null ? null : claims.expiration();
    if (expiration == null) {
      throw new MalformedResponseException("neither it nor its token has an expiration");
    }
    return expiration;
  }
}
