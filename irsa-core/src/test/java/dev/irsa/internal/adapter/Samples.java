package dev.irsa.internal.adapter;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenUnavailableException;
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
    return new SessionCredentials(
        accessKeyId,
        "secret-" + accessKeyId,
        "token-" + accessKeyId,
        EXPIRATION,
        "111122223333",
        "arn:aws:sts::111122223333:assumed-role/pod/irsa-pod-1");
  }

  public static CredentialsException unavailable() {
    return new ExchangeUnavailableException(
        "STS did not answer",
        "",
        Stage.REQUEST,
        false,
        null,
        null,
        ROLE_ARN,
        null,
        AttemptInfo.NONE,
        null);
  }

  public static CredentialsException rejected() {
    return new ExchangeRejectedException(
        "STS refused",
        "Correct the trust policy",
        FailureKind.DENIED,
        "AccessDenied",
        403,
        "request-1",
        false,
        ROLE_ARN,
        URI.create("https://sts.eu-west-1.amazonaws.com"),
        AttemptInfo.NONE,
        null);
  }

  public static CredentialsException tokenUnavailable() {
    return new TokenUnavailableException(
        Path.of("/var/run/token"), "is empty", "", ROLE_ARN, AttemptInfo.NONE, null);
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
