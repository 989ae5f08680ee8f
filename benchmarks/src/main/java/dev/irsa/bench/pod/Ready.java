package dev.irsa.bench.pod;

/** Reports that a measured JVM has credentials, with the time. */
final class Ready {

  private Ready() {}

  /** Prints one line, using only classes that a JVM loads before main. */
  static void say(String proof) {
    System.out.println("ready " + System.nanoTime() + " " + proof);
  }
}
