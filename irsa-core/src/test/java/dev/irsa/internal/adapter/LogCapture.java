package dev.irsa.internal.adapter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what irsa logs, in place of whoever did. */
final class LogCapture extends Handler {

  /** Held here: loggers that nobody holds are forgotten. */
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
