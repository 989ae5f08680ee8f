package dev.irsa.bench.pod;

/** An agent that does nothing, the minimum of any agent: what remains is the cost of the JVM. */
public final class IdleAgent {
  private IdleAgent() {}

  /** Called by the JVM before {@code main}. */
  public static void premain(String arguments) {}
}
