package dev.irsa.micrometer;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.failure.FailureDetails;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events as sessions publish them. */
final class SampleEvents {

  static final String ROLE = "arn:aws:iam::111122223333:role/shop/cart";
  static final String KEY = "ASIAIOSFODNN7EXAMPLE";
  static final Instant NOW = Instant.EPOCH;
  private static final URI STS = URI.create("https://sts.eu-west-1.amazonaws.com/");

  static final URI SPARE = URI.create("https://sts.eu-west-3.amazonaws.com/");

  private SampleEvents() {}

  static IrsaEvent refreshed(String roleArn, CredentialsException... failedCalls) {
    return refreshed(false, roleArn, failedCalls);
  }

  static IrsaEvent refreshed(
      boolean isFromSpare, String roleArn, CredentialsException... failedCalls) {
    return new IrsaEvent.Refreshed(
        IdentitySource.WEB_IDENTITY,
        roleArn,
        NOW,
        false,
        KEY,
        NOW.plusSeconds(3600),
        NOW.plusSeconds(2700),
        failedCalls.length + 1,
        Duration.ofMillis(250),
        List.of(failedCalls),
        isFromSpare,
        SPARE,
        null);
  }

  static IrsaEvent unchanged() {
    return new IrsaEvent.Refreshed(
        IdentitySource.CONTAINER,
        null,
        NOW,
        true,
        KEY,
        NOW,
        NOW,
        1,
        Duration.ofMillis(5),
        List.of(),
        false,
        null,
        null);
  }

  /** Returns a refresh of a token for others. */
  static IrsaEvent token(String audiences) {
    return new IrsaEvent.Refreshed(
        IdentitySource.OUTBOUND_TOKEN,
        ROLE,
        NOW,
        false,
        "request-id",
        NOW,
        NOW,
        1,
        Duration.ofMillis(5),
        List.of(),
        false,
        null,
        audiences);
  }

  static IrsaEvent failed(CredentialsException failure, CredentialsException... failedCalls) {
    return new IrsaEvent.RefreshFailed(
        IdentitySource.WEB_IDENTITY,
        ROLE,
        NOW,
        failure,
        null,
        true,
        failedCalls.length,
        Duration.ofSeconds(7),
        List.of(failedCalls),
        SPARE,
        null);
  }

  static CredentialsException rejected(String code) {
    return rejected(FailureKind.DENIED, code);
  }

  private static CredentialsException rejected(FailureKind kind, String code) {
    return new ExchangeRejectedException(
        FailureDetails.of("STS said " + code, "", ROLE, STS).withResponse(code, null, ""),
        kind,
        403);
  }

  static CredentialsException outage(@Nullable String code) {
    return outage(STS, code);
  }

  static CredentialsException outage(URI endpoint, @Nullable String code) {
    return new ExchangeUnavailableException(
        FailureDetails.of("STS did not respond", "", ROLE, endpoint).withResponse(code, null, ""),
        Stage.CONNECT,
        code != null);
  }

  /** Returns one event of each outcome, and of each kind of failure. */
  static List<IrsaEvent> all() {
    List<IrsaEvent> all = new ArrayList<>();
    all.add(refreshed(ROLE));
    all.add(unchanged());
    all.add(refreshed(true, ROLE, outage(null)));
    for (FailureKind kind : FailureKind.values()) {
      CredentialsException failure = rejected(kind, "AccessDenied");
      all.add(failed(failure, failure));
    }
    return all;
  }
}
