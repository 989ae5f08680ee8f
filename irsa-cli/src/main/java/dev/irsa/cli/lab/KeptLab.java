package dev.irsa.cli.lab;

import dev.irsa.cli.ClosedOnExit;
import java.time.Duration;
import java.util.Map;

/**
 * A lab for other programs, with AWS's lifetimes: tokens of a day, sessions of an hour, or of 6 h
 * with EKS Pod Identity. Thread-safe. {@link #close} ends it.
 */
public final class KeptLab implements AutoCloseable {
  private final Stage stage;
  private final ClosedOnExit watch;

  private KeptLab(Stage stage, ClosedOnExit watch) {
    this.stage = stage;
    this.watch = watch;
  }

  /**
   * Starts a lab, which is also closed when the process is ended from outside.
   *
   * @param mechanism how its pod gets its credentials
   */
  public static KeptLab start(Mechanism mechanism) {
    Stage stage = Stage.set(mechanism, null, Duration.ofHours(24));
    return new KeptLab(stage, ClosedOnExit.of(stage));
  }

  /** Returns the environment variables with which a program acts as the pod. */
  public Map<String, String> exports() {
    return stage.pod().exports();
  }

  @Override
  public void close() {
    watch.close();
    stage.close();
  }
}
