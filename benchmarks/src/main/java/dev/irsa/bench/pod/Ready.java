package dev.irsa.bench.pod;

import dev.irsa.bench.Names;
import java.io.IOException;

/** Reports that a measured JVM has credentials, with the time, and profiles it if asked to. */
final class Ready {

  private Ready() {}

  /**
   * Prints one line, using only classes that a JVM loads before main, and the profile if it is
   * asked for.
   */
  static void say(String proof) throws IOException {
    System.out.println("ready " + System.nanoTime() + " " + proof);
    if (Boolean.getBoolean(Names.PROFILE)) {
      Profile.print();
    }
  }
}
