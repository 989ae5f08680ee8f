package dev.irsa.internal.events;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.concurrent.IrsaLog;
import dev.irsa.internal.failure.FailedAttempts;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.text.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs the events of a session to {@code dev.irsa}. INFO: the first success and each recovery.
 * WARN: the first failed refresh while credentials are valid, and each change of its cause. ERROR:
 * calls fail, and each change of the cause. Both again every 10 minutes while it lasts. The spare
 * endpoint takes over: WARN; the first one is back: INFO. DEBUG: everything else. Called on a
 * worker with one event at a time, so a slow log does not delay callers.
 */
public final class LoggingListener implements Consumer<IrsaEvent> {

  private static final Duration REPEAT_AFTER = Duration.ofMinutes(10);

  private final RoleAndIssuer subject;

  /** Describes the configuration in the message of the first success; null after it. */
  private @Nullable Supplier<String> identity;

  private List<String> notes;
  private List<String> warnings;

  /** Null while refreshes succeed, which saves memory. */
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
   * Creates the log of a session.
   *
   * @param subject the role, and who issues its credentials
   * @param identity describes the configuration: role, session name, region
   * @param notes remarks on the configuration; logged before the first event
   * @param warnings warnings about the configuration; logged before the first event
   */
  public LoggingListener(
      RoleAndIssuer subject, Supplier<String> identity, List<String> notes, List<String> warnings) {
    this.subject = subject;
    this.identity = identity;
    this.notes = notes;
    this.warnings = warnings;
  }

  @Override
  public void accept(IrsaEvent event) {
    remarks();
    if (event instanceof IrsaEvent.Refreshed refreshed) {
      if (refreshed.isSame()) {
        unchanged(refreshed);
      } else {
        refreshed(refreshed);
      }
    } else if (event instanceof IrsaEvent.Closed) {
      // Before the others: a process without trouble does not load their classes.
      IrsaLog.log.debug("{}", event);
    } else if (event instanceof IrsaEvent.RefreshFailed failed) {
      failed(failed);
    } else if (event instanceof IrsaEvent.Expired expired) {
      expired(expired);
    } else if (event instanceof IrsaEvent.TokenStalled stalled) {
      IrsaLog.log.warn(
          "The token of {} should have been replaced by now and was not; it expires at"
              + " {}. A subPath mount, a copied file or a supplier that keeps it never rotates",
          subject.role(),
          stalled.claims().expiration());
    } else if (event instanceof IrsaEvent.ClockOffset offset) {
      IrsaLog.log.warn(
          "The clock of STS is {} {} the local clock; expiration is judged by the clock of STS",
          // Not abs(), which initializes BigDecimal for a negative duration.
          TimeText.of(Duration.ofMillis(Math.abs(offset.offset().toMillis()))),
          offset.offset().isNegative() ? "behind" : "ahead of");
    } else if (event instanceof IrsaEvent.EndpointChanged changed) {
      endpointChanged(changed);
    } else {
      IrsaLog.log.debug("{}", event);
    }
  }

  private void endpointChanged(IrsaEvent.EndpointChanged event) {
    CredentialsException cause = event.cause();
    if (cause == null) {
      IrsaLog.log.info("STS at {} is back, and is asked first again", event.endpoint());
    } else {
      IrsaLog.log.warn(
          "The spare endpoint of STS takes over: {} is asked first from now on. Cause: {}",
          event.endpoint(),
          cause.summary());
    }
  }

  private void remarks() {
    for (String warning : warnings) {
      IrsaLog.log.warn("{}", warning);
    }
    for (String note : notes) {
      IrsaLog.log.info("{}", note);
    }
    warnings = List.of();
    notes = List.of();
  }

  private void refreshed(IrsaEvent.Refreshed event) {
    Failing earlier = failing;
    if (earlier != null) {
      IrsaLog.log.info(
          "Credentials for {} recovered after {}; valid until {}",
          subject.role(),
          TimeText.of(Duration.between(earlier.since, event.at())),
          TimeText.of(event.expiration()));
    } else if (identity != null && IrsaLog.log.isInfoEnabled()) {
      IrsaLog.log.info("Using {}; valid until {}", identity.get(), TimeText.of(event.expiration()));
    } else if (IrsaLog.log.isDebugEnabled()) {
      IrsaLog.log.debug(
          "Refreshed credentials for {}: {}, valid until {}, next refresh {}",
          subject.role(),
          event.accessKeyId(),
          TimeText.of(event.expiration()),
          TimeText.from(event.at(), event.nextRefreshAt()));
    }
    identity = null;
    failing = null;
  }

  private void unchanged(IrsaEvent.Refreshed event) {
    Failing earlier = failing;
    if (earlier != null) {
      IrsaLog.log.info(
          "Refreshing {} works again after {}; the credentials are still the same, valid until {}",
          subject.role(),
          TimeText.of(Duration.between(earlier.since, event.at())),
          TimeText.of(event.expiration()));
    } else if (IrsaLog.log.isDebugEnabled()) {
      IrsaLog.log.debug(
          "Refreshing {} brought the same credentials {}, valid until {}, next refresh {}",
          subject.role(),
          event.accessKeyId(),
          TimeText.of(event.expiration()),
          TimeText.from(event.at(), event.nextRefreshAt()));
    }
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
    boolean isNews = isNews(event, served, current);
    current.lastFailure = ofWholeRefresh(event);
    current.lastServed = served;
    if (isNews) {
      current.lastLoggedAt = event.at();
      log(event, cause(current.lastFailure), served, current.servedUntil);
    } else {
      IrsaLog.log.debug(
          "Refreshing {} failed again: {}", subject.role(), cause(current.lastFailure));
    }
  }

  /** Returns the failure with the attempts of the refresh, as callers get it. */
  private static CredentialsException ofWholeRefresh(IrsaEvent.RefreshFailed event) {
    return event.failure().with(new FailedAttempts(event.attempts(), event.elapsed(), null, null));
  }

  private void log(
      IrsaEvent.RefreshFailed event, String cause, boolean served, @Nullable Instant servedUntil) {
    String next = next(event);
    if (event.credentialsValid()) {
      IrsaLog.log.warn(
          "Refreshing {} failed; the current credentials are still valid{}. Cause: {}",
          subject.role(),
          next,
          cause);
    } else if (served && servedUntil != null) {
      IrsaLog.log.warn(
          "Refreshing {} failed; the expired credentials are served until {}{}. Cause: {}",
          subject.role(),
          TimeText.of(servedUntil),
          next,
          cause);
    } else {
      IrsaLog.log.error(
          "There are no credentials for {}{}. Cause: {}", subject.role(), next, cause);
    }
  }

  private static String next(IrsaEvent.RefreshFailed event) {
    Instant next = event.nextAttemptAt();
    if (next == null) {
      return "";
    }
    return event.credentialsValid()
        ? "; next attempt " + TimeText.from(event.at(), next)
        : "; next attempt not before " + TimeText.of(next);
  }

  private static boolean isServed(IrsaEvent.RefreshFailed event, Failing current) {
    Instant until = current.servedUntil;
    return event.credentialsValid()
        || (until != null
            && event.at().isBefore(until)
            && event.failure().failureKind().isTransient());
  }

  /**
   * Returns whether a failure differs from the last one that was logged, or that one is long ago.
   */
  private static boolean isNews(IrsaEvent.RefreshFailed event, boolean served, Failing current) {
    CredentialsException earlier = current.lastFailure;
    if (earlier == null) {
      return true;
    }
    boolean sameCause =
        earlier.failureKind() == event.failure().failureKind()
            && Objects.equals(earlier.code(), event.failure().code());
    boolean isOld = Duration.between(current.lastLoggedAt, event.at()).compareTo(REPEAT_AFTER) >= 0;
    return !sameCause || served != current.lastServed || isOld;
  }

  /**
   * Returns the message with the complete remedy. The message itself contains only the first line
   * of the remedy.
   */
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
          "The credentials for {} expired before they could be refreshed; callers fail until"
              + " {} responds{}",
          subject.role(),
          subject.issuer(),
          last);
    } else {
      IrsaLog.log.warn(
          "The credentials for {} expired before they could be refreshed; the expired ones are"
              + " served until {} while {} is unavailable (static stability){}",
          subject.role(),
          TimeText.of(until),
          subject.issuer(),
          last);
    }
  }
}
