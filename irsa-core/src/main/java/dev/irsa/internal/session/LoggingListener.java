package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.concurrent.IrsaLog;
import dev.irsa.internal.text.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of one session to the log of {@code dev.irsa}. INFO: the first success, and
 * each recovery. WARN: the first failed refresh while credentials are valid, each change of its
 * cause, and again every 10 minutes. ERROR: callers fail, and each change of the cause. DEBUG:
 * everything else. Events come one at a time, on a worker: a log may be slow, and no caller waits
 * for it.
 */
public final class LoggingListener implements Consumer<IrsaEvent> {

  private static final Duration REPEAT_AFTER = Duration.ofMinutes(10);

  /** What the first success tells; null after it. */
  private @Nullable Supplier<String> identity;

  private List<String> warnings;

  /** Null while refreshes succeed, which is nearly always: a session is kept small. */
  private @Nullable Failing failing;

  /** What was logged since refreshes began to fail. */
  private static final class Failing {
    final Instant since;
    Instant lastLoggedAt;
    @Nullable CredentialsException lastFailure;
    boolean lastServed;

    /** Until when expired credentials are served, or null. */
    @Nullable Instant servedUntil;

    Failing(Instant since) {
      this.since = since;
      this.lastLoggedAt = since;
    }
  }

  /**
   * Makes the log of one session.
   *
   * @param identity describes what the session is configured with: role, session name, region
   * @param warnings surprising properties of its configuration; written before the first event
   */
  public LoggingListener(Supplier<String> identity, List<String> warnings) {
    this.identity = identity;
    this.warnings = warnings;
  }

  @Override
  public void accept(IrsaEvent event) {
    FlightRecorderListener.accept(event);
    for (String warning : warnings) {
      IrsaLog.log.warn("{}", warning);
    }
    warnings = List.of();
    if (event instanceof IrsaEvent.Refreshed refreshed) {
      refreshed(refreshed);
    } else if (event instanceof IrsaEvent.RefreshFailed failed) {
      failed(failed);
    } else if (event instanceof IrsaEvent.Expired expired) {
      expired(expired);
    } else if (event instanceof IrsaEvent.TokenStalled stalled) {
      IrsaLog.log.warn(
          "The web identity token of {} should have been replaced by now and was not; it expires at"
              + " {}. A subPath mount or a copied file never rotates",
          event.roleArn(),
          stalled.claims().expiration());
    } else if (event instanceof IrsaEvent.ClockOffset offset) {
      IrsaLog.log.warn(
          "The clock of STS is {} {} the local clock; expiration is judged by the clock of STS",
          TimeText.of(offset.offset().abs()),
          offset.offset().isNegative() ? "behind" : "ahead of");
    } else {
      IrsaLog.log.debug("{}", event);
    }
  }

  private void refreshed(IrsaEvent.Refreshed event) {
    Failing before = failing;
    if (before != null) {
      IrsaLog.log.info(
          "Credentials for {} recovered after {}; valid until {}",
          event.roleArn(),
          TimeText.of(Duration.between(before.since, event.at())),
          TimeText.of(event.expiration()));
    } else if (identity != null && IrsaLog.log.isInfoEnabled()) {
      IrsaLog.log.info("Using {}; valid until {}", identity.get(), TimeText.of(event.expiration()));
    } else if (IrsaLog.log.isDebugEnabled()) {
      IrsaLog.log.debug(
          "Refreshed credentials for {}: {}, valid until {}, next refresh {}",
          event.roleArn(),
          event.accessKeyId(),
          TimeText.of(event.expiration()),
          TimeText.from(event.at(), event.nextRefreshAt()));
    }
    identity = null;
    failing = null;
  }

  private Failing failingSince(Instant at) {
    Failing current = failing;
    if (current == null) {
      current = new Failing(at);
      failing = current;
    }
    return current;
  }

  private void failed(IrsaEvent.RefreshFailed event) {
    Failing current = failingSince(event.at());
    boolean served = isServed(event, current);
    boolean news = isNews(event, served, current);
    current.lastFailure = event.failure();
    current.lastServed = served;
    if (news) {
      current.lastLoggedAt = event.at();
      log(event, served, current.servedUntil);
    } else {
      IrsaLog.log.debug("Refreshing {} failed again: {}", event.roleArn(), cause(event.failure()));
    }
  }

  private static void log(
      IrsaEvent.RefreshFailed event, boolean served, @Nullable Instant servedUntil) {
    String next =
        event.nextAttemptAt() == null
            ? ""
            : (event.credentialsValid() ? "; next attempt " : "; next attempt not before ")
                + (event.credentialsValid()
                    ? TimeText.from(event.at(), event.nextAttemptAt())
                    : TimeText.of(event.nextAttemptAt()));
    String cause = cause(event.failure());
    if (event.credentialsValid()) {
      IrsaLog.log.warn(
          "Refreshing {} failed; the current credentials are still valid{}. Cause: {}",
          event.roleArn(),
          next,
          cause);
    } else if (served && servedUntil != null) {
      IrsaLog.log.warn(
          "Refreshing {} failed; the expired credentials are served until {}{}. Cause: {}",
          event.roleArn(),
          TimeText.of(servedUntil),
          next,
          cause);
    } else {
      IrsaLog.log.error(
          "There are no credentials for {}{}. Cause: {}", event.roleArn(), next, cause);
    }
  }

  private static boolean isServed(IrsaEvent.RefreshFailed event, Failing current) {
    Instant until = current.servedUntil;
    return event.credentialsValid()
        || (until != null && event.at().isBefore(until) && isOutage(event.failure()));
  }

  private static boolean isOutage(CredentialsException failure) {
    return failure.failureKind() == FailureKind.OUTAGE
        || failure.failureKind() == FailureKind.THROTTLED;
  }

  /** Returns whether this is not what was logged last, or was logged long ago. */
  private static boolean isNews(IrsaEvent.RefreshFailed event, boolean served, Failing current) {
    CredentialsException before = current.lastFailure;
    if (before == null) {
      return true;
    }
    boolean sameCause =
        before.failureKind() == event.failure().failureKind()
            && Objects.equals(before.code(), event.failure().code());
    boolean old = Duration.between(current.lastLoggedAt, event.at()).compareTo(REPEAT_AFTER) >= 0;
    return !sameCause || served != current.lastServed || (old && served);
  }

  /** Returns the message, with all of the remedy: the message itself has its first line only. */
  private static String cause(CredentialsException failure) {
    int more = failure.remedy().indexOf('\n');
    return failure.getMessage() + (more < 0 ? "" : failure.remedy().substring(more));
  }

  private void expired(IrsaEvent.Expired event) {
    Failing current = failingSince(event.at());
    Instant until = event.servedUntil();
    current.servedUntil = until;
    current.lastServed = until != null;
    current.lastLoggedAt = event.at();
    String last = current.lastFailure == null ? "" : ". Cause: " + cause(current.lastFailure);
    if (until == null) {
      IrsaLog.log.error(
          "The credentials for {} expired before they could be refreshed; callers fail until STS"
              + " responds{}",
          event.roleArn(),
          last);
    } else {
      IrsaLog.log.warn(
          "The credentials for {} expired before they could be refreshed; the expired ones are"
              + " served until {} while STS is unavailable (static stability){}",
          event.roleArn(),
          TimeText.of(until),
          last);
    }
  }
}
