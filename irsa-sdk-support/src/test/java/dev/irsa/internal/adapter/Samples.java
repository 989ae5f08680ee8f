package dev.irsa.internal.adapter;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.failure.FailureDetails;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Values that are used by several tests. */
public final class Samples {

  public static final String ROLE_ARN = "arn:aws:iam::111122223333:role/pod";
  public static final Instant EXPIRATION = Instant.parse("2030-01-01T01:00:00Z");

  private Samples() {}

  public static SessionCredentials session(String accessKeyId) {
    return SessionCredentials.of(
            accessKeyId, "secret-" + accessKeyId, "token-" + accessKeyId, EXPIRATION)
        .withAccountId("111122223333")
        .withAssumedRoleArn("arn:aws:sts::111122223333:assumed-role/pod/irsa-pod-1");
  }

  public static CredentialsException unavailable() {
    return new ExchangeUnavailableException(
        FailureDetails.of("STS did not answer", "", ROLE_ARN, null), Stage.REQUEST, false);
  }

  public static CredentialsException rejected() {
    return new ExchangeRejectedException(
        FailureDetails.of(
                "STS refused",
                "Correct the trust policy",
                ROLE_ARN,
                URI.create("https://sts.eu-west-1.amazonaws.com"))
            .withResponse("AccessDenied", "request-1", ""),
        FailureKind.DENIED,
        403);
  }

  public static CredentialsException tokenUnavailable() {
    return new TokenUnavailableException(
        FailureDetails.of("The token file /var/run/token is empty", "", ROLE_ARN, null),
        Path.of("/var/run/token"));
  }

  public static MisconfiguredException halfConfigured() {
    return new MisconfiguredException(
        true, List.of(new Problem("AWS_ROLE_ARN", null, "is not set", "set it")));
  }

  public static MisconfiguredException notAnIrsaPod() {
    return new MisconfiguredException(
        false, List.of(new Problem("AWS_ROLE_ARN", null, "is not set", "annotate the account")));
  }
}
