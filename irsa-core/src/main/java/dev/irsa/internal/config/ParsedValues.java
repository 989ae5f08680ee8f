package dev.irsa.internal.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of settings, parsed, and the problems of those that were refused. A refused value is
 * missing, like one that nobody needs. Immutable.
 */
final class ParsedValues {

  /** By the index of the setting. */
  private final @Nullable Value<?>[] values;

  private final List<Problem> problems;

  private ParsedValues(@Nullable Value<?>[] values, List<Problem> problems) {
    this.values = values;
    this.problems = problems;
  }

  /** Parses values, in the order of the settings. */
  static ParsedValues of(FoundValues needed) {
    @Nullable Value<?>[] parsed = new Value<?>[Setting.count()];
    List<Refusal> refusals = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < parsed.length; i++) {
      Setting<?> setting = Setting.at(i);
      Value<?> value = needed.get(setting);
      if (value == null) {
        continue;
      }
      Object result = setting.parse(value, refusals);
      parsed[i] = result == null ? null : new Value<>(result, value.origin());
      for (Refusal refusal : refusals) {
        problems.add(Problem.of(setting, value, refusal));
      }
      refusals.clear();
    }
    return new ParsedValues(parsed, List.copyOf(problems));
  }

  /** Returns these values and those of other settings, and the problems of all. */
  ParsedValues and(ParsedValues others) {
    @Nullable Value<?>[] all = values.clone();
    for (int i = 0; i < all.length; i++) {
      all[i] = others.values[i] == null ? all[i] : others.values[i];
    }
    List<Problem> both = new ArrayList<>(problems);
    both.addAll(others.problems);
    return new ParsedValues(all, List.copyOf(both));
  }

  /** Returns the problems of the values that were refused. */
  List<Problem> problems() {
    return problems;
  }

  /** Returns a value, or null. */
  @SuppressWarnings("unchecked") // Its parser made it.
  <T> @Nullable T get(Setting<T> setting) {
    Value<?> value = at(setting);
    return value == null ? null : (T) value.value();
  }

  /** Returns whether a setting is true. */
  boolean flag(Setting<Boolean> setting) {
    return Boolean.TRUE.equals(get(setting));
  }

  /** Returns a value with its origin, or null. */
  @Nullable Value<?> at(Setting<?> setting) {
    return values[setting.index()];
  }

  /** Omits the values, some of which are secret. */
  @Override
  public String toString() {
    return "ParsedValues";
  }
}
