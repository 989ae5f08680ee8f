package dev.irsa.simulation;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.failure.FailureDetails;
import dev.irsa.internal.identity.RoleAndIssuer;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Creates failures like those of the exchange. */
public final class SimulatedFailures {

  public static final String ROLE = "arn:aws:iam::123456789012:role/app";
  public static final URI ENDPOINT = URI.create("https://sts.eu-west-1.amazonaws.com/");

  public static final RoleAndIssuer SUBJECT = RoleAndIssuer.ofRole(ROLE, ENDPOINT);

  public static final URI SPARE = URI.create("https://sts.eu-west-3.amazonaws.com/");

  public static final RoleAndIssuer WITH_SPARE = SUBJECT.withSpare(SPARE);

  private SimulatedFailures() {}

  /** Returns a failure of a kind; anything but a rejection or throttling is an outage. */
  public static CredentialsException of(FailureKind kind) {
    return switch (kind) {
      case THROTTLED -> throttling();
      case DENIED -> denied();
      case TOKEN -> expiredToken();
      default -> outage();
    };
  }

  public static CredentialsException outage() {
    return unavailable("STS is down", false, null);
  }

  public static CredentialsException throttling() {
    return unavailable("STS throttles", true, "Throttling");
  }

  public static CredentialsException communication() {
    return unavailable("STS could not reach the issuer", false, "IDPCommunicationError");
  }

  private static CredentialsException unavailable(
      String summary, boolean throttled, @Nullable String code) {
    return new ExchangeUnavailableException(
        FailureDetails.of(summary, "", ROLE, ENDPOINT).withResponse(code, null, ""),
        Stage.RESPONSE,
        throttled);
  }

  public static CredentialsException denied() {
    return rejected("AccessDenied", false);
  }

  public static CredentialsException expiredToken() {
    return rejected("ExpiredTokenException", true);
  }

  public static CredentialsException invalidToken() {
    return rejected("InvalidIdentityToken", true);
  }

  private static CredentialsException rejected(String code, boolean tokenAtFault) {
    return new ExchangeRejectedException(
        FailureDetails.of("STS said " + code, "", ROLE, ENDPOINT)
            .withResponse(code, "id", "")
            .withTokenAtFault(tokenAtFault),
        code.startsWith("ExpiredToken") ? FailureKind.TOKEN : FailureKind.DENIED,
        403);
  }

  public static CredentialsException noToken() {
    return new TokenUnavailableException(
        FailureDetails.of("The token file /var/run/token does not exist", "", ROLE, null),
        Path.of("/var/run/token"));
  }

  /**
   * Returns the error of starting a thread when none is available. In reality that is an
   * OutOfMemoryError, for which JUnit would abort the whole run.
   */
  public static Error noThread() {
    return new InternalError("unable to create native thread");
  }
}
