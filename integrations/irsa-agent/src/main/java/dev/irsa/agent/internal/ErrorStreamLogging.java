package dev.irsa.agent.internal;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOP_FallbackServiceProvider;

/**
 * Writes one line for each event to standard error, whatever logging the application has. With
 * slf4j-simple, the settings of an application that has it too would silence the agent or send its
 * lines to a file.
 */
public final class ErrorStreamLogging extends NOP_FallbackServiceProvider {

  /** Called by slf4j. */
  public ErrorStreamLogging() {}

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> new Logger(name, level(name));
  }

  /** Returns the level of a logger: info, unless one below is set for it or for a parent. */
  private static Level level(String name) {
    for (String parent = name; !parent.isEmpty(); parent = parentOf(parent)) {
      String set = System.getProperty("org.slf4j.simpleLogger.log." + parent, "");
      for (Level more : new Level[] {Level.DEBUG, Level.TRACE}) {
        if (more.name().equals(set.toUpperCase(Locale.ROOT))) {
          return more;
        }
      }
    }
    return Level.INFO;
  }

  private static String parentOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private static final class Logger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;

    private final Level level;

    Logger(String name, Level level) {
      this.name = name;
      this.level = level;
    }

    private boolean isEnabled(Level event) {
      return event.toInt() >= level.toInt();
    }

    @Override
    public boolean isTraceEnabled() {
      return isEnabled(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
      return isEnabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
      return isEnabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
      return isEnabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
      return isEnabled(Level.ERROR);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level event,
        @Nullable Marker marker,
        String pattern,
        Object @Nullable [] arguments,
        @Nullable Throwable throwable) {
      StringWriter text = new StringWriter();
      text.append(Instant.now().truncatedTo(ChronoUnit.MILLIS).toString())
          .append(" [" + event + "] " + name + " - ")
          .append(MessageFormatter.basicArrayFormat(pattern, arguments));
      if (throwable != null) {
        text.append(System.lineSeparator());
        throwable.printStackTrace(new PrintWriter(text));
      }
      System.err.println(text);
    }
  }
}
