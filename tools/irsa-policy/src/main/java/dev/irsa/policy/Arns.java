package dev.irsa.policy;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares ARNs as the ARN operators do: each of the six components with its counterpart, so that a
 * wildcard never matches across components. The last component may contain colons (IAM user guide,
 * "Amazon Resource Name (ARN) condition operators").
 */
final class Arns {
  private static final int COMPONENTS = 6;

  private Arns() {}

  /** Returns whether the value is an ARN that the pattern matches. */
  static boolean match(Wildcard pattern, String value) {
    List<Wildcard> patterns = pattern.split(':', COMPONENTS);
    String[] found = value.split(":", COMPONENTS);
    return patterns.size() == COMPONENTS
        && found.length == COMPONENTS
        && found[0].equals("arn")
        && IntStream.range(0, COMPONENTS).allMatch(i -> patterns.get(i).matches(found[i]));
  }
}
