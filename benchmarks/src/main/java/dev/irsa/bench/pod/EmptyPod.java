package dev.irsa.bench.pod;

import java.io.IOException;

/** A JVM that does nothing: the floor of the floor. */
public final class EmptyPod {
  private EmptyPod() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    Ready.say("-");
  }
}
