package dev.irsa.internal.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a resolution: the values that were found, the values that the rules have parsed so
 * far, and their problems. Used by one thread.
 */
final class Resolution {

  /**
   * Collects the problems of a value.
   *
   * @param problems the list to which they are added
   */
  record Report(Setting<?> setting, Value<?> value, List<Problem> problems) {
    String origin() {
      return value.origin();
    }

    void problem(String found, String fix) {
      problems.add(Problem.of(Problem.Kind.INVALID, setting, value, found, fix));
    }
  }

  private final @Nullable Value<?>[] found;
  private final @Nullable Value<?>[] read = new Value<?>[Setting.count()];
  private final boolean[] isRead = new boolean[Setting.count()];
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Resolution(@Nullable Value<?>[] found) {
    this.found = found;
  }

  /**
   * Finds the values of all settings that sessions may depend on. Settings of the handle are left
   * out, because a session must not retain a handle's listeners. Values set in code take precedence
   * over properties, and properties over variables.
   */
  static Resolution of(Environment environment, Given given) {
    boolean readsIdentity = !Boolean.FALSE.equals(given.get(Setting.USE_ENVIRONMENT_IDENTITY));
    @Nullable Value<?>[] found = new Value<?>[Setting.count()];
    for (int i = 0; i < found.length; i++) {
      Setting<?> setting = Setting.at(i);
      if (setting.part() == Setting.Part.HANDLE) {
        continue;
      }
      Value<?> value = given.value(setting);
      Setting<?> other = setting.replaces();
      boolean isReplaced = other != null && given.has(other);
      if (value == null && !isReplaced && (readsIdentity || !setting.isOfIdentity())) {
        value = setting.in(environment);
      }
      found[i] = value;
    }
    return new Resolution(found);
  }

  /** Returns a resolution that starts again with the same values. */
  static Resolution of(@Nullable Value<?>[] found) {
    return new Resolution(found);
  }

  /** Returns the resolution of a view, whose settings replace the values that its handle found. */
  static Resolution of(@Nullable Value<?>[] before, Given view) {
    @Nullable Value<?>[] found = before.clone();
    for (int i = 0; i < found.length; i++) {
      Setting<?> setting = Setting.at(i);
      Value<?> value = view.value(setting);
      if (value != null) {
        found[i] = value;
      } else if (view.isChained() && setting.part() == Setting.Part.SESSION) {
        found[i] = null;
      }
    }
    return new Resolution(found);
  }

  /** Replaces the value that was found. */
  void put(Setting<?> setting, @Nullable Value<?> value) {
    found[setting.index()] = value;
  }

  /** Takes over the values that another resolution has parsed. */
  void take(Resolution other) {
    for (int i = 0; i < read.length; i++) {
      if (other.isRead[i] || other.read[i] != null) {
        isRead[i] = true;
        read[i] = other.read[i];
      }
    }
  }

  /** Returns the values that were found, by the index of the setting. */
  @Nullable Value<?>[] found() {
    return found;
  }

  /** Returns the values that were parsed, by the index of the setting. */
  @Nullable Value<?>[] read() {
    return read;
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

  /** Returns the value that was found, or null. */
  @Nullable Value<?> found(Setting<?> setting) {
    return found[setting.index()];
  }

  boolean isFound(Setting<?> setting) {
    return found(setting) != null;
  }

  /** Returns whether the value of a setting was given in code. */
  boolean isGiven(Setting<?> setting) {
    Value<?> value = found(setting);
    return value != null && !setting.isInEnvironment(value.origin());
  }

  /** Returns the first setting of a part that was given in code, or null. */
  @Nullable Setting<?> firstGiven(Setting.Part part) {
    for (int i = 0; i < found.length; i++) {
      Setting<?> setting = Setting.at(i);
      if (setting.part() == part && isGiven(setting)) {
        return setting;
      }
    }
    return null;
  }

  /** Returns whether any setting of a part was found. */
  boolean isAnyFound(Setting.Part part) {
    for (int i = 0; i < found.length; i++) {
      if (found[i] != null && Setting.at(i).part() == part) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the value of a setting was found in a property or variable. */
  boolean isInEnvironment(Setting<?> setting) {
    return isFound(setting) && !isGiven(setting);
  }

  /** Returns a parsed value, or null. */
  @SuppressWarnings("unchecked") // Its parser made it, or code gave it.
  static <T> @Nullable T get(Setting<T> setting, @Nullable Value<?>[] read) {
    Value<?> value = read[setting.index()];
    return value == null ? null : (T) value.value();
  }

  /** Returns the value of a setting; null if it is missing, or after adding a problem. */
  <T> @Nullable T value(Setting<T> setting) {
    Value<?> value = found(setting);
    if (!isRead[setting.index()] && value != null) {
      readAs(setting, value);
    }
    isRead[setting.index()] = true;
    return get(setting, read);
  }

  /** Parses settings that no rule asks for, and adds their problems. */
  void read(Setting<?>... settings) {
    for (Setting<?> setting : settings) {
      var unused = value(setting);
    }
  }

  /** Parses a value and stores it as the value of a setting. */
  @SuppressWarnings("unchecked") // The row of the setting names a parser of its type.
  <T> @Nullable T readAs(Setting<T> setting, Value<?> value) {
    T parsed = (T) setting.parser().parse(value.value(), report(setting, value));
    isRead[setting.index()] = true;
    read[setting.index()] = parsed == null ? null : new Value<>(parsed, value.origin());
    return parsed;
  }

  /** Returns the value of a setting, or a default, which is stored if no value was found. */
  <T> T valueOr(Setting<T> setting, T standard) {
    T value = value(setting);
    if (value != null) {
      return value;
    }
    if (!isFound(setting)) {
      read[setting.index()] = new Value<>(standard, Configuration.DEFAULT);
    }
    return standard;
  }

  /** Returns whether a setting is true. */
  boolean flag(Setting<Boolean> setting) {
    return valueOr(setting, false);
  }

  /** Returns a report that adds the problems of a value. */
  Report report(Setting<?> setting, Value<?> value) {
    return new Report(setting, value, problems);
  }

  /** Adds a problem of the value that was found. */
  void problem(Problem.Kind kind, Setting<?> setting, String what, String fix) {
    problems.add(Problem.of(kind, setting, found(setting), what, fix));
  }

  /** Adds the problem that settings are missing. */
  void missing(Setting<?> setting, String names, String what, String fix) {
    problems.add(new Problem(Problem.Kind.MISSING, setting, names, null, what, fix));
  }

  void warning(String warning) {
    warnings.add(warning);
  }

  void note(String note) {
    notes.add(note);
  }
}
