package dev.irsa.fake;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
  private final BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();
  private final Logger root = Logger.getLogger("");
  private final Consumer<String> appender;
  private final Level before = root.getLevel();
  private final Handler handler = new LineHandler();

  private CapturedLogs(Consumer<String> appender) {
    this.appender = appender;
  }

  /** Starts capturing. */
  public static CapturedLogs open() {
    return open(line -> {});
  }

  /**
   * Starts capturing.
   *
   * @param appender receives each line afterwards, on the thread that writes it
   */
  public static CapturedLogs open(Consumer<String> appender) {
    CapturedLogs logs = new CapturedLogs(appender);
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
      logs.record(line);
    }
  }

  private void record(String line) {
    lines.add(line);
    arrivals.add(line);
    appender.accept(line);
  }

  /**
   * Waits until a line contains the text: events reach the log on a thread of their own.
   *
   * @throws AssertionError if there is none after 20 s
   */
  public void await(String text) throws InterruptedException {
    String line;
    do {
      line = arrivals.poll(20, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("nobody logged \"" + text + "\", but " + lines);
      }
    } while (!line.contains(text));
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
      add(text.append(' ').append(line.getThrown()).append(' ').append(line.getLevel()).toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
