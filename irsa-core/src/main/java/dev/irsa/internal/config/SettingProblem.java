package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException;
import org.jspecify.annotations.Nullable;

/**
 * The problem of a setting, and how to fix it. Immutable.
 *
 * @param kind the kind, so that callers need not search the words
 * @param setting the setting
 * @param name the name by which the user set it
 * @param origin where the value was set; null if it is missing
 * @param found what was found, without secrets
 * @param fix what to do
 */
public record SettingProblem(
    Refusal.Kind kind,
    Setting<?> setting,
    String name,
    @Nullable String origin,
    String found,
    String fix) {

  /** Returns a problem of a value; null if the value is missing. */
  static SettingProblem of(
      Refusal.Kind kind,
      Setting<?> setting,
      @Nullable SettingValue<?> value,
      String found,
      String fix) {
    String origin = value == null ? null : value.origin();
    return new SettingProblem(kind, setting, setting.nameAt(origin), origin, found, fix);
  }

  /** Returns the problem of a refused value. */
  static SettingProblem of(Setting<?> setting, SettingValue<?> value, Refusal refusal) {
    return of(refusal.kind(), setting, value, refusal.found(), refusal.fix());
  }

  /** Returns this problem for users. */
  public MisconfiguredException.Problem forUsers() {
    return new MisconfiguredException.Problem(name, origin, found, fix);
  }
}
