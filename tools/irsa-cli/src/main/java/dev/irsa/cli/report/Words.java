package dev.irsa.cli.report;

import dev.irsa.cli.timeline.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Numbers and times in words. */
final class Words {

  private Words() {}

  static String between(Instant from, Instant until) {
    return Measure.duration(Duration.between(from, until).toMillis());
  }

  /** Returns a time from the start of a run: {@code 12.3 s}. */
  static String at(Duration sinceStart) {
    return String.format(Locale.ROOT, "%.1f s", sinceStart.toMillis() / 1_000.0);
  }

  static String number(long value) {
    return Measure.number(value);
  }

  /** Returns a number with its noun: {@code 1 rotation}, {@code 2 rotations}. */
  static String count(long number, String noun) {
    return number(number) + " " + noun + (number == 1 ? "" : "s");
  }
}
