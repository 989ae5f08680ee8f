package dev.irsa.testkit.iam;

import java.util.List;
import java.util.stream.IntStream;

/**
 * ARNs as the ARN operators compare them: each of the six components with its counterpart, so that
 * a wildcard never crosses a colon between two; the last component may hold colons (IAM user guide,
 * "Amazon Resource Name (ARN) condition operators").
 */
final class Arns {
  private static final int COMPONENTS = 6;

  private Arns() {}

  /** Whether the value is an ARN that the pattern matches; what is not an ARN never does. */
  static boolean match(Wildcard pattern, String value) {
    List<Wildcard> patterns = pattern.split(':', COMPONENTS);
    String[] found = value.split(":", COMPONENTS);
    return patterns.size() == COMPONENTS
        && found.length == COMPONENTS
        && found[0].equals("arn")
        && IntStream.range(0, COMPONENTS).allMatch(i -> patterns.get(i).matches(found[i]));
  }
}
