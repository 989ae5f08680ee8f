package dev.irsa.integration.clients;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Compares two measurements of the same row. */
final class MeasuredRow {

  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final double SMALL = 1.0;
  private static final double FACTOR = 1.5;

  private MeasuredRow() {}

  /**
   * Returns whether words and code are the same, and each number in the words differs by at most 1
   * or half of the smaller one.
   */
  static boolean isLike(String one, String other) {
    if (!code(one).equals(code(other))) {
      return false;
    }
    String words = CODE.matcher(one).replaceAll("`");
    String otherWords = CODE.matcher(other).replaceAll("`");
    return NUMBER.matcher(words).replaceAll("#").equals(NUMBER.matcher(otherWords).replaceAll("#"))
        && areClose(numbers(words), numbers(otherWords));
  }

  private static List<String> code(String row) {
    return CODE.matcher(row).results().map(MatchResult::group).toList();
  }

  private static List<Double> numbers(String words) {
    return NUMBER.matcher(words).results().map(found -> Double.valueOf(found.group())).toList();
  }

  private static boolean areClose(List<Double> some, List<Double> others) {
    for (int i = 0; i < some.size(); i++) {
      double smaller = Math.min(some.get(i), others.get(i));
      double larger = Math.max(some.get(i), others.get(i));
      if (larger - smaller > SMALL && larger > FACTOR * smaller) {
        return false;
      }
    }
    return true;
  }
}
