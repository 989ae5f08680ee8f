package dev.irsa;

import dev.irsa.IrsaStatus.Failure;
import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.session.SessionCache;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts together what is configured and what is known of the session. */
final class StatusReport {

  /** What is known of a session that nobody has asked for. */
  private static final SessionStatus NOTHING =
      new SessionStatus(null, null, null, null, null, null, 0, null, null);

  private StatusReport() {}

  static IrsaStatus of(SessionHandle holder) {
    if (holder.isClosed()) {
      return bare(State.CLOSED, null);
    }
    try {
      SessionCache session = holder.sessionForLook();
      return of(holder.configuration(), session == null ? NOTHING : session.status());
    } catch (MisconfiguredException wrong) {
      return bare(State.MISCONFIGURED, failure(wrong, null, 0));
    }
  }

  private static IrsaStatus of(ResolvedSettings configuration, SessionStatus session) {
    String freshness = session.freshness();
    return new IrsaStatus(
        freshness == null ? State.EMPTY : State.valueOf(freshness),
        configuration.endpoint(),
        configuration.region(),
        configuration.identity().roleArn(),
        configuration.identity().roleSessionName(),
        configuration.identity().tokenFile(),
        configuration.origins(),
        session.expiration(),
        session.nextRefreshAt(),
        session.receivedAt(),
        failure(session.failure(), session.failedAt(), session.attempts()),
        session.clockOffset(),
        session.tokenClaims());
  }

  private static @Nullable Failure failure(
      @Nullable CredentialsException failure, @Nullable Instant at, int attempts) {
    if (failure == null) {
      return null;
    }
    return new Failure(
        failure.failureKind(),
        failure.code(),
        failure.requestId(),
        at,
        attempts,
        String.valueOf(failure.getMessage()));
  }

  private static IrsaStatus bare(State state, @Nullable Failure failure) {
    return new IrsaStatus(
        state, null, null, null, null, null, Map.of(), null, null, null, failure, null, null);
  }
}
