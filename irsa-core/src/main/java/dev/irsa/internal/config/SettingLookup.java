package dev.irsa.internal.config;

import dev.irsa.credentials.MisconfiguredException.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks up settings and records their origins and problems. Used by one thread for one resolution.
 */
final class SettingLookup {

  static final String BUILDER = "builder";
  static final String DEFAULT = "default";

  private final Environment environment;
  private final Overrides overrides;
  private final Map<String, String> origins = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  SettingLookup(Environment environment, Overrides overrides) {
    this.environment = environment;
    this.overrides = overrides;
  }

  /** Returns a lookup of the same values that has neither origins nor problems yet. */
  SettingLookup afresh() {
    return new SettingLookup(environment, overrides);
  }

  Map<String, String> origins() {
    return origins;
  }

  List<Problem> problems() {
    return problems;
  }

  List<String> warnings() {
    return warnings;
  }

  List<String> notes() {
    return notes;
  }

  Overrides overrides() {
    return overrides;
  }

  /**
   * Returns the value of a setting, or null. The builder takes precedence over properties, and
   * properties over variables.
   */
  @Nullable SettingValue find(Setting setting) {
    SettingValue given = overridden(setting);
    SettingValue value = given == null ? inEnvironment(setting) : given;
    if (value != null) {
      noteOrigin(setting, value);
    }
    return value;
  }

  /** Records where the value of a setting was found. */
  void noteOrigin(Setting setting, SettingValue value) {
    origins.put(setting.label(), value.origin());
  }

  /** Returns the value of a property or variable that may be used for this setting, or null. */
  @Nullable SettingValue inEnvironment(Setting setting) {
    return overrides.readsEnvironment(setting) ? configured(setting) : null;
  }

  /** Returns the value given in code, or null. */
  @Nullable SettingValue overridden(Setting setting) {
    return value(overrides.value(setting), BUILDER);
  }

  /** Returns the value of a property or variable, or null. */
  @Nullable SettingValue configured(Setting setting) {
    for (String name : setting.properties()) {
      SettingValue value = property(name);
      if (value != null) {
        return value;
      }
    }
    for (String name : setting.variables()) {
      SettingValue value = variable(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  @Nullable SettingValue property(String name) {
    return value(environment.property(name), name);
  }

  @Nullable SettingValue variable(String name) {
    return value(environment.variable(name), name);
  }

  /** Returns the pod's name, which kubelet stores in {@code HOSTNAME}, or null. */
  @Nullable String podName() {
    return environment.variable("HOSTNAME");
  }

  /**
   * Returns whether a setting is {@code true}. If it is missing or, after a problem was added,
   * invalid, returns false.
   */
  boolean flag(Setting setting) {
    return choice(setting, "true", "false", " is not a boolean", "use true or false");
  }

  /**
   * Returns whether a setting has one of two values. If it is missing or, after a problem was
   * added, has neither, returns false.
   */
  boolean choice(Setting setting, String yes, String no, String found, String fix) {
    SettingValue value = find(setting);
    if (value == null) {
      noteDefault(setting);
    } else if (value.text().equalsIgnoreCase(yes)) {
      return true;
    } else if (!value.text().equalsIgnoreCase(no)) {
      problem(setting, value, value.quoted() + found, fix);
    }
    return false;
  }

  /** Records that a setting has its default. */
  void noteDefault(Setting setting) {
    origins.put(setting.label(), DEFAULT);
  }

  void problem(Setting setting, @Nullable SettingValue value, String found, String fix) {
    problem(setting.label(), value == null ? null : value.origin(), found, fix);
  }

  void problem(String setting, @Nullable String origin, String found, String fix) {
    problems.add(new Problem(setting, origin, found, fix));
  }

  void warning(String warning) {
    warnings.add(warning);
  }

  void note(String note) {
    notes.add(note);
  }

  private static @Nullable SettingValue value(@Nullable String text, String origin) {
    if (text == null) {
      return null;
    }
    String trimmed = text.strip();
    return trimmed.isEmpty() ? null : new SettingValue(trimmed, origin);
  }
}
