package dev.irsa.internal.adapter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Captures the log output of irsa instead of the configured handlers. */
final class LogCapture extends Handler {

  /** Keeps the logger reachable; otherwise its configuration could be lost. */
  private final Logger log = Logger.getLogger("dev.irsa");

  final List<LogRecord> records = new CopyOnWriteArrayList<>();

  LogCapture() {
    log.addHandler(this);
    log.setUseParentHandlers(false);
  }

  @Override
  public void publish(LogRecord logged) {
    records.add(logged);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    log.removeHandler(this);
    log.setUseParentHandlers(true);
  }
}
