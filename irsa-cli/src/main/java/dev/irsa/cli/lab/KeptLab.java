package dev.irsa.cli.lab;

import java.time.Duration;
import java.util.Map;

/**
 * A lab for other programs, with lifetimes as on AWS: tokens of a day, sessions of an hour.
 * Thread-safe; {@link #close} ends it.
 */
public final class KeptLab implements AutoCloseable {
  private final Stage stage;

  private KeptLab(Stage stage) {
    this.stage = stage;
  }

  /** Starts it. */
  public static KeptLab start() {
    return new KeptLab(Stage.set(null, Duration.ofHours(24)));
  }

  /** What a program needs in its environment to be the pod. */
  public Map<String, String> exports() {
    return stage.pod().exports();
  }

  @Override
  public void close() {
    stage.close();
  }
}
