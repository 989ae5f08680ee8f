package dev.irsa.bench.pod;

/** The line by which a measured JVM reports that it has credentials, with the time. */
final class ReadyLine {

  private ReadyLine() {}

  /** Prints the line, using only classes that a JVM loads before main. */
  static void print(String proof) {
    System.out.println("ready " + System.nanoTime() + " " + proof);
  }
}
