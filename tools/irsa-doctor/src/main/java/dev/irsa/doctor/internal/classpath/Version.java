package dev.irsa.doctor.internal.classpath;

import java.util.Arrays;

/**
 * A version with numbers between dots, such as {@code 2.23.19}. Immutable.
 *
 * @param text the version as written
 */
public record Version(String text) implements Comparable<Version> {

  @Override
  public int compareTo(Version other) {
    return Arrays.compare(numbers(text), numbers(other.text));
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split("[.-]", -1))
        .takeWhile(part -> part.matches("\\d{1,9}"))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  @Override
  public String toString() {
    return text;
  }
}
