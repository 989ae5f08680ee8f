package dev.irsa.agent;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What follows {@code =} in the JVM option.
 *
 * @param node what an SDK gets that asks instance metadata for the credentials of the node: {@code
 *     POD} unless set, {@code CLOSED}, or {@code OPEN}
 */
record AgentOptions(String node) {

  private static final String INSTANCE_METADATA = "instance-metadata=";
  private static final List<String> VALUES = List.of("pod", "closed", "open");

  /**
   * Parses options separated by commas.
   *
   * @throws IllegalArgumentException if an option or its value is unknown; says which ones are
   *     known
   */
  static AgentOptions parse(@Nullable String arguments) {
    String node = VALUES.get(0);
    if (arguments != null && !arguments.isBlank()) {
      for (String argument : arguments.split(",", -1)) {
        node = instanceMetadata(argument.strip());
      }
    }
    return new AgentOptions(node.toUpperCase(Locale.ROOT));
  }

  private static String instanceMetadata(String argument) {
    for (String value : VALUES) {
      if (argument.equals(INSTANCE_METADATA + value)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        ("irsa-agent: unknown argument \"%s\" in the JVM option -javaagent. Known:"
                + " instance-metadata=pod (default), instance-metadata=closed, instance-metadata=open."
                + " Example: -javaagent:/opt/irsa/irsa-agent.jar=instance-metadata=open")
            .formatted(argument));
  }
}
