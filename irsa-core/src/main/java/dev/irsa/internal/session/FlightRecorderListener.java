package dev.irsa.internal.session;

import dev.irsa.credentials.IrsaEvent;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a session to the JDK's flight recorder while it is recording. Does nothing
 * otherwise, or if the runtime does not contain {@code jdk.jfr}.
 */
final class FlightRecorderListener {

  private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecorderListener() {}

  @Name("dev.irsa.Credentials")
  @Label("IRSA credentials")
  @Description("An event of the session of a role")
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
