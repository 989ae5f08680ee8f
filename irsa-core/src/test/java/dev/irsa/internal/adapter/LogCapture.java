package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Captures the log output of irsa instead of the configured handlers. */
final class LogCapture extends Handler {

  /** Keeps the logger reachable; otherwise its configuration could be lost. */
  private final Logger log = Logger.getLogger("dev.irsa");

  final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();

  LogCapture() {
    log.addHandler(this);
    log.setUseParentHandlers(false);
  }

  @Override
  public void publish(LogRecord logged) {
    records.add(logged);
    arrivals.add(logged.getMessage());
  }

  /** Waits for a message that contains a text, since some are logged in the background. */
  String await(String text) throws InterruptedException {
    String message;
    do {
      message = arrivals.poll(20, TimeUnit.SECONDS);
      assertNotNull(message, () -> "nobody logged " + text);
    } while (!message.contains(text));
    return message;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    log.removeHandler(this);
    log.setUseParentHandlers(true);
  }
}
