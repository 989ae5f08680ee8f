package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.failure.FailedAttempts;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes events, once for each change. Not thread-safe; owned by the engine. */
final class EventPublisher {

  private static final long NOTABLE_OFFSET_MILLIS = 30_000;

  private final RoleAndIssuer subject;
  private final EngineActions actions;
  private @Nullable TimePoint withoutSince;
  private boolean offsetTold;

  EventPublisher(RoleAndIssuer subject, EngineActions actions) {
    this.subject = subject;
    this.actions = actions;
  }

  /**
   * Publishes a refresh that brought credentials, and the recovery and the clock offset if there
   * are any.
   *
   * @param isSame whether the credentials are those before
   * @param pause the nanoseconds until the next refresh
   */
  void refreshed(
      boolean isSame,
      SessionCredentials received,
      Flight flight,
      long pause,
      @Nullable Duration clockOffset,
      TimePoint now) {
    actions.publish(
        new IrsaEvent.Refreshed(
            source(),
            roleArn(),
            now.wall(),
            isSame,
            received.accessKeyId(),
            received.expiration(),
            now.wallAfter(pause),
            flight.calls(),
            Duration.ofNanos(flight.elapsedAt(now)),
            flight.failedCalls(),
            flight.isAtSpare(),
            subject.spare(),
            subject.audiences()));
    if (withoutSince != null) {
      actions.publish(
          new IrsaEvent.Recovered(
              source(), roleArn(), now.wall(), Duration.ofNanos(now.since(withoutSince))));
      withoutSince = null;
    }
    // Not abs(), which initializes BigDecimal for a negative duration: 25 ms on JDK 25.
    boolean notable =
        clockOffset != null && Math.abs(clockOffset.toMillis()) > NOTABLE_OFFSET_MILLIS;
    if (clockOffset != null && notable && !offsetTold) {
      actions.publish(new IrsaEvent.ClockOffset(source(), roleArn(), now.wall(), clockOffset));
    }
    offsetTold = notable;
  }

  /**
   * Publishes a failed refresh.
   *
   * @param info its attempts, and the time of the next one
   * @param failedCalls the failures of its calls, in order
   */
  void failed(
      CredentialsException failure,
      FailedAttempts info,
      List<CredentialsException> failedCalls,
      boolean valid,
      TimePoint now) {
    actions.publish(
        new IrsaEvent.RefreshFailed(
            source(),
            roleArn(),
            now.wall(),
            failure,
            info.nextAttemptAt(),
            valid,
            info.attempts(),
            info.elapsed(),
            failedCalls,
            subject.spare(),
            subject.audiences()));
  }

  /**
   * Records that there are no credentials, before the first ones were received. Publishes nothing,
   * because nothing has expired.
   */
  void without(TimePoint now) {
    if (withoutSince == null) {
      withoutSince = now;
    }
  }

  /**
   * Publishes that the credentials have expired and are needed.
   *
   * @param servedFor the nanoseconds for which they are still served, 0 if they are not
   */
  void expired(long servedFor, TimePoint now) {
    if (withoutSince == null) {
      withoutSince = now;
      actions.publish(
          new IrsaEvent.Expired(
              source(), roleArn(), now.wall(), servedFor == 0 ? null : now.wallAfter(servedFor)));
    }
  }

  void tokenRotated(TokenClaims claims, TimePoint now) {
    actions.publish(new IrsaEvent.TokenRotated(source(), roleArn(), now.wall(), claims));
  }

  void tokenStalled(TokenClaims claims, TimePoint now) {
    actions.publish(new IrsaEvent.TokenStalled(source(), roleArn(), now.wall(), claims));
  }

  /**
   * Publishes that another endpoint is asked first.
   *
   * @param cause why the first endpoint is unavailable, or null if it has answered
   */
  void endpointChanged(boolean isSpare, @Nullable CredentialsException cause, TimePoint now) {
    actions.publish(
        new IrsaEvent.EndpointChanged(
            source(),
            roleArn(),
            now.wall(),
            subject.at(isSpare).endpoint(),
            isSpare,
            isSpare ? cause : null));
  }

  void closed(TimePoint now) {
    actions.publish(new IrsaEvent.Closed(source(), roleArn(), now.wall()));
  }

  private IdentitySource source() {
    return subject.source();
  }

  private @Nullable String roleArn() {
    return subject.roleArn();
  }
}
