package dev.irsa.integration.clients;

import java.nio.file.Files;
import java.nio.file.Path;

/** The agent, as this build has made it. */
final class AgentJar {

  private static final Path FILE =
      Path.of(
          System.getProperty("irsa.test.root"),
          "integrations",
          "irsa-agent",
          "target",
          "irsa-agent-" + System.getProperty("irsa.test.version") + ".jar");

  private AgentJar() {}

  /** Returns the option of the JVM. */
  static String option() {
    if (!Files.isRegularFile(FILE)) {
      throw new IllegalStateException(FILE + " is missing: build with the profile comparison");
    }
    return "-javaagent:" + FILE;
  }

  /** Returns the option of the JVM with arguments for the agent. */
  static String option(String arguments) {
    return option() + "=" + arguments;
  }
}
