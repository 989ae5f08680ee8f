package dev.irsa.fake.crac;

/** As in {@code jdk.crac}. */
public final class CheckpointException extends Exception {
  private static final long serialVersionUID = 1L;
}
