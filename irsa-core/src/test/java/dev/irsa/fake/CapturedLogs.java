package dev.irsa.fake;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Captures everything that is logged while it is open, at TRACE, by SLF4J and by java.util.logging,
 * which the JDK's own HTTP client uses.
 */
public final class CapturedLogs implements AutoCloseable {

  private static final List<CapturedLogs> OPEN = new CopyOnWriteArrayList<>();

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root = Logger.getLogger("");
  private final Level before = root.getLevel();
  private final Handler handler = new LineHandler();

  private CapturedLogs() {}

  /** Starts capturing. */
  public static CapturedLogs open() {
    CapturedLogs logs = new CapturedLogs();
    logs.handler.setLevel(Level.ALL);
    logs.root.setLevel(Level.ALL);
    logs.root.addHandler(logs.handler);
    OPEN.add(logs);
    return logs;
  }

  static boolean isOpen() {
    return !OPEN.isEmpty();
  }

  static void add(String line) {
    for (CapturedLogs logs : OPEN) {
      logs.lines.add(line);
    }
  }

  /** Returns every line so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    OPEN.remove(this);
    root.removeHandler(handler);
    root.setLevel(before);
  }

  private static final class LineHandler extends Handler {
    @Override
    public void publish(LogRecord line) {
      StringBuilder text = new StringBuilder(line.getLoggerName() + " " + line.getMessage());
      if (line.getParameters() != null) {
        for (Object parameter : line.getParameters()) {
          text.append(' ').append(parameter);
        }
      }
      add(text.append(' ').append(line.getThrown()).toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
