package dev.irsa.internal.events;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a session to the JDK's flight recorder while it is recording. Does nothing
 * otherwise, or if the runtime does not contain {@code jdk.jfr}.
 */
final class FlightRecorderListener {

  private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecorderListener() {}

  @Name("dev.irsa.Refresh")
  @Label("IRSA refresh")
  @Description("A refresh of credentials")
  @Category("AWS credentials")
  @StackTrace(false)
  static final class RefreshEvent extends Event {
    @Label("Source")
    String source = "";

    @Label("Role ARN")
    @Nullable String roleArn;

    @Label("Outcome")
    String outcome = "";

    @Label("Calls")
    int calls;

    @Label("Elapsed")
    @Timespan(Timespan.MILLISECONDS)
    long elapsed;

    @Label("Failure kind")
    @Nullable String failureKind;

    @Label("Failure code")
    @Nullable String failureCode;

    @Label("Failure message")
    @Nullable String failureMessage;
  }

  @Name("dev.irsa.Credentials")
  @Label("IRSA credentials")
  @Description("An event of the session of a role, other than a refresh")
  @Category("AWS credentials")
  @StackTrace(false)
  static final class CredentialsEvent extends Event {
    @Label("Source")
    String source = "";

    @Label("Role ARN")
    @Nullable String roleArn;

    @Label("Event type")
    String what = "";

    @Label("Details")
    String details = "";
  }

  static void accept(IrsaEvent event) {
    if (AVAILABLE && FlightRecorder.isInitialized()) {
      write(event);
    }
  }

  private static void write(IrsaEvent event) {
    if (event instanceof IrsaEvent.Refreshed refreshed) {
      write(refreshed, refreshed.isSame() ? "unchanged" : "success", null);
    } else if (event instanceof IrsaEvent.RefreshFailed failed) {
      write(failed, "failure", failed.failure());
    } else {
      writeOther(event);
    }
  }

  private static void write(
      IrsaEvent.RefreshEnded event, String outcome, @Nullable CredentialsException failure) {
    RefreshEvent record = new RefreshEvent();
    if (record.shouldCommit()) {
      record.source = event.source().name();
      record.roleArn = event.roleArn();
      record.outcome = outcome;
      record.calls = event.attempts();
      record.elapsed = event.elapsed().toMillis();
      if (failure != null) {
        record.failureKind = failure.failureKind().name();
        record.failureCode = failure.code();
        record.failureMessage = failure.getMessage();
      }
      record.commit();
    }
  }

  private static void writeOther(IrsaEvent event) {
    CredentialsEvent record = new CredentialsEvent();
    if (record.shouldCommit()) {
      record.source = event.source().name();
      record.roleArn = event.roleArn();
      record.what = event.getClass().getSimpleName();
      record.details = event.toString();
      record.commit();
    }
  }
}
