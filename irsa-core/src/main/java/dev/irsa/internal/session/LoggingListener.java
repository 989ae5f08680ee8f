package dev.irsa.internal.session;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.concurrent.IrsaLog;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes a session's events to the log of {@code dev.irsa}: one warning for each change for the
 * worse, one line of information for each change for the better, the rest at debug level. Events of
 * one session come one at a time, on a worker: a log may be slow, and no caller waits for it.
 */
public final class LoggingListener implements Consumer<IrsaEvent> {

  private List<String> warnings;
  private boolean failing;

  /**
   * Makes the log of one session.
   *
   * @param warnings what works and surprises in its configuration; written before the first event
   */
  public LoggingListener(List<String> warnings) {
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
    } else if (event instanceof IrsaEvent.Recovered recovered) {
      IrsaLog.log.info(
          "Credentials of {} are there again after {}", event.roleArn(), recovered.without());
    } else if (event instanceof IrsaEvent.TokenStalled stalled) {
      IrsaLog.log.warn(
          "The web identity token of {} should have been replaced by now and was not; it expires at {}. A subPath mount or a copied file never rotates",
          event.roleArn(),
          stalled.claims().expiration());
    } else if (event instanceof IrsaEvent.ClockOffset offset) {
      IrsaLog.log.warn(
          "The local clock differs from that of STS by {}; expiry is judged by the clock of STS",
          offset.offset());
    } else {
      IrsaLog.log.debug("{}", event);
    }
  }

  private static void expired(IrsaEvent.Expired event) {
    if (event.servedUntil() == null) {
      IrsaLog.log.warn(
          "The credentials of {} expired before they could be renewed; callers fail until STS answers",
          event.roleArn());
    } else {
      IrsaLog.log.warn(
          "The credentials of {} expired before they could be renewed; as long as STS is unavailable callers get the expired ones until {} (static stability)",
          event.roleArn(),
          event.servedUntil());
    }
  }

  private void refreshed(IrsaEvent.Refreshed event) {
    String text = "Credentials {} of {} are valid until {}, next refresh at {}";
    if (failing) {
      IrsaLog.log.info(
          text, event.accessKeyId(), event.roleArn(), event.expiration(), event.nextRefreshAt());
    } else {
      IrsaLog.log.debug(
          text, event.accessKeyId(), event.roleArn(), event.expiration(), event.nextRefreshAt());
    }
    failing = false;
  }

  private void failed(IrsaEvent.RefreshFailed event) {
    String served =
        event.credentialsValid()
            ? "callers are served from valid credentials"
            : "there are no valid credentials";
    String text = "No new credentials for {}: {}. Meanwhile {}; next attempt at {}";
    if (failing) {
      IrsaLog.log.debug(
          text, event.roleArn(), event.failure().getMessage(), served, event.nextAttemptAt());
    } else {
      IrsaLog.log.warn(
          text, event.roleArn(), event.failure().getMessage(), served, event.nextAttemptAt());
    }
    failing = true;
  }
}
