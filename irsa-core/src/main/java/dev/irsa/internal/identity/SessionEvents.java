package dev.irsa.internal.identity;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.TokenClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of a session, named like the interfaces that users see. */
public final class SessionEvents {

  private SessionEvents() {}

  /** See {@link IrsaEvent.Refreshed}. */
  public record Refreshed(
      IdentitySource source,
      @Nullable String roleArn,
      Instant at,
      String accessKeyId,
      Instant expiration,
      int attempts,
      Duration elapsed,
      Instant nextRefreshAt,
      List<CredentialsException> failedCalls)
      implements IrsaEvent.Refreshed {
    /** Copies the list. */
    public Refreshed {
      failedCalls = List.copyOf(failedCalls);
    }
  }

  /** See {@link IrsaEvent.Unchanged}. */
  public record Unchanged(
      IdentitySource source,
      @Nullable String roleArn,
      Instant at,
      String accessKeyId,
      Instant expiration,
      int attempts,
      Duration elapsed,
      Instant nextRefreshAt,
      List<CredentialsException> failedCalls)
      implements IrsaEvent.Unchanged {
    /** Copies the list. */
    public Unchanged {
      failedCalls = List.copyOf(failedCalls);
    }
  }

  /** See {@link IrsaEvent.RefreshFailed}. */
  public record RefreshFailed(
      IdentitySource source,
      @Nullable String roleArn,
      Instant at,
      CredentialsException failure,
      int attempts,
      Duration elapsed,
      @Nullable Instant nextAttemptAt,
      boolean credentialsValid,
      List<CredentialsException> failedCalls)
      implements IrsaEvent.RefreshFailed {
    /** Copies the list. */
    public RefreshFailed {
      failedCalls = List.copyOf(failedCalls);
    }
  }

  /** See {@link IrsaEvent.TokenRotated}. */
  public record TokenRotated(
      IdentitySource source, @Nullable String roleArn, Instant at, TokenClaims claims)
      implements IrsaEvent.TokenRotated {}

  /** See {@link IrsaEvent.TokenStalled}. */
  public record TokenStalled(
      IdentitySource source, @Nullable String roleArn, Instant at, TokenClaims claims)
      implements IrsaEvent.TokenStalled {}

  /** See {@link IrsaEvent.ClockOffset}. */
  public record ClockOffset(
      IdentitySource source, @Nullable String roleArn, Instant at, Duration offset)
      implements IrsaEvent.ClockOffset {}

  /** See {@link IrsaEvent.Expired}. */
  public record Expired(
      IdentitySource source, @Nullable String roleArn, Instant at, @Nullable Instant servedUntil)
      implements IrsaEvent.Expired {}

  /** See {@link IrsaEvent.Recovered}. */
  public record Recovered(
      IdentitySource source, @Nullable String roleArn, Instant at, Duration downtime)
      implements IrsaEvent.Recovered {}

  /** See {@link IrsaEvent.Closed}. */
  public record Closed(IdentitySource source, @Nullable String roleArn, Instant at)
      implements IrsaEvent.Closed {}
}
