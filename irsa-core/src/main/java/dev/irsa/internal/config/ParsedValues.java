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
  private final @Nullable SettingValue<?>[] values;

  private final List<SettingProblem> problems;

  private ParsedValues(@Nullable SettingValue<?>[] values, List<SettingProblem> problems) {
    this.values = values;
    this.problems = problems;
  }

  /** Parses values, in the order of the settings. */
  static ParsedValues of(FoundValues needed) {
    @Nullable SettingValue<?>[] parsed = new SettingValue<?>[Setting.count()];
    List<Refusal> refusals = new ArrayList<>(0);
    List<SettingProblem> problems = new ArrayList<>(0);
    for (int i = 0; i < parsed.length; i++) {
      Setting<?> setting = Setting.at(i);
      SettingValue<?> value = needed.get(setting);
      if (value == null) {
        continue;
      }
      Object result = setting.parse(value, refusals);
      if (result != null) {
        parsed[i] = result == value.value() ? value : new SettingValue<>(result, value.origin());
      }
      if (!refusals.isEmpty()) {
        refusals.forEach(each -> problems.add(SettingProblem.of(setting, value, each)));
        refusals.clear();
      }
    }
    return new ParsedValues(parsed, List.copyOf(problems));
  }

  /** Returns the values and problems of both. */
  ParsedValues and(ParsedValues others) {
    @Nullable SettingValue<?>[] all = values.clone();
    for (int i = 0; i < all.length; i++) {
      all[i] = others.values[i] == null ? all[i] : others.values[i];
    }
    List<SettingProblem> both = new ArrayList<>(problems);
    both.addAll(others.problems);
    return new ParsedValues(all, List.copyOf(both));
  }

  /** Returns the problems of the values that were refused. */
  List<SettingProblem> problems() {
    return problems;
  }

  /** Returns a value, or null. */
  @SuppressWarnings("unchecked") // Its parser made it.
  <T> @Nullable T get(Setting<T> setting) {
    SettingValue<?> value = at(setting);
    return value == null ? null : (T) value.value();
  }

  /** Returns whether a setting is true. */
  boolean flag(Setting<Boolean> setting) {
    return Boolean.TRUE.equals(get(setting));
  }

  /** Returns a value with its origin, or null. */
  @Nullable SettingValue<?> at(Setting<?> setting) {
    return values[setting.index()];
  }

  /** Omits the values, some of which are secret. */
  @Override
  public String toString() {
    return "ParsedValues";
  }
}
