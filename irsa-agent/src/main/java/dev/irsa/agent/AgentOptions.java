package dev.irsa.agent;

import org.jspecify.annotations.Nullable;

/**
 * What follows {@code =} in the JVM option.
 *
 * @param instanceMetadataOpen whether the SDKs may still ask instance metadata for the credentials
 *     of the node; false unless set
 */
record AgentOptions(boolean instanceMetadataOpen) {

  private static final String INSTANCE_METADATA = "instance-metadata";

  /**
   * Parses options separated by commas.
   *
   * @throws IllegalArgumentException if an option or its value is unknown; says which ones are
   *     known
   */
  static AgentOptions parse(@Nullable String arguments) {
    boolean open = false;
    if (arguments != null && !arguments.isBlank()) {
      for (String argument : arguments.split(",", -1)) {
        open = isOpen(argument.strip());
      }
    }
    return new AgentOptions(open);
  }

  private static boolean isOpen(String argument) {
    return switch (argument) {
      case INSTANCE_METADATA + "=open" -> true;
      case INSTANCE_METADATA + "=closed" -> false;
      default ->
          throw new IllegalArgumentException(
              "irsa-agent: unknown argument \""
                  + argument
                  + "\" in the JVM option -javaagent. Known: "
                  + INSTANCE_METADATA
                  + "=closed (default), "
                  + INSTANCE_METADATA
                  + "=open. Example: -javaagent:/opt/irsa/irsa-agent.jar="
                  + INSTANCE_METADATA
                  + "=open");
    };
  }
}
