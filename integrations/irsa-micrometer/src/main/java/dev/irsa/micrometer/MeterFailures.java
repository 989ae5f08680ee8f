package dev.irsa.micrometer;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs code of registries and applications, which may throw anything, also checked exceptions that
 * are not declared. A failure affects nothing else. Thread-safe.
 */
final class MeterFailures {

  private static final Logger LOG = LoggerFactory.getLogger("dev.irsa");

  private final AtomicBoolean warned = new AtomicBoolean();

  /** Runs a step. Its first failure is logged as a warning, all others at DEBUG. */
  void run(Runnable step) {
    try {
      step.run();
    } catch (Throwable failure) {
      if (warned.compareAndSet(false, true)) {
        LOG.warn("A meter failed; it is left out, and others are not affected", failure);
      } else {
        LOG.debug("A meter failed again", failure);
      }
    }
  }
}
