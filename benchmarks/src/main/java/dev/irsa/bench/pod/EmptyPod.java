package dev.irsa.bench.pod;

import java.io.IOException;

/** A JVM that does nothing, the minimum of any variant. */
public final class EmptyPod {
  private EmptyPod() {}

  /** Runs the variant. */
  public static void main(String[] arguments) throws IOException {
    Ready.say("-");
  }
}
