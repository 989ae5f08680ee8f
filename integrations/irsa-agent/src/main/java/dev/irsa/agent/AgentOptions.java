package dev.irsa.agent;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The options after {@code =} in the JVM option.
 *
 * @param node the answer to an SDK that asks instance metadata for the credentials of the node:
 *     {@code POD} unless set, {@code CLOSED}, or {@code OPEN}
 * @param guard what happens to requests that another identity signs: {@code warn}, {@code deny} or
 *     {@code off}; null if it is not set
 */
record AgentOptions(String node, @Nullable String guard) {

  private static final String INSTANCE_METADATA = "instance-metadata=";
  private static final String GUARD = "guard=";
  private static final List<String> NODES = List.of("pod", "closed", "open");
  private static final List<String> MODES = List.of("warn", "deny", "off");

  /** The property that all copies of irsa in this process read. */
  private static final String PROPERTY = "irsa.guard";

  /**
   * Parses options separated by commas.
   *
   * @throws IllegalArgumentException if an option or its value is unknown; says which ones are
   *     known
   */
  static AgentOptions parse(@Nullable String arguments) {
    String node = NODES.get(0);
    String guard = null;
    if (arguments != null && !arguments.isBlank()) {
      for (String argument : arguments.split(",", -1)) {
        String known = argument.strip();
        if (known.startsWith(GUARD)) {
          guard = value(known, GUARD, MODES);
        } else {
          node = value(known, INSTANCE_METADATA, NODES);
        }
      }
    }
    return new AgentOptions(node.toUpperCase(Locale.ROOT), guard);
  }

  private static String value(String argument, String option, List<String> values) {
    for (String value : values) {
      if (argument.equals(option + value)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        ("irsa-agent: unknown argument \"%s\" in the JVM option -javaagent. Known:"
                + " instance-metadata=pod (default), instance-metadata=closed, instance-metadata=open,"
                + " guard=warn, guard=deny, guard=off."
                + " Example: -javaagent:/opt/irsa/irsa-agent.jar=instance-metadata=open")
            .formatted(argument));
  }

  /** Sets the property of the process, unless it is set already. */
  void apply() {
    if (guard != null && System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, guard);
    }
  }
}
