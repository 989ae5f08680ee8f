package dev.irsa.internal.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one resolution: what was found, and what the rules have read of it so far, with
 * all problems. Used by one thread.
 */
final class Resolution {

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
   * Finds all settings but those of the handle, which a session must not retain. What is given
   * takes precedence over properties, and those over variables.
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

  /** Returns a reading of the same values, in which nothing is read yet. */
  static Resolution of(@Nullable Value<?>[] found) {
    return new Resolution(found);
  }

  /** Returns the reading of a view: of what was found before, and what the view differs in. */
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

  /** Sets what is to be found of a setting. */
  void put(Setting<?> setting, @Nullable Value<?> value) {
    found[setting.index()] = value;
  }

  /** Takes over what another reading of the same values has read. */
  void take(Resolution other) {
    for (int i = 0; i < read.length; i++) {
      if (other.isRead[i] || other.read[i] != null) {
        isRead[i] = true;
        read[i] = other.read[i];
      }
    }
  }

  /** Returns what was found, for a view. */
  @Nullable Value<?>[] found() {
    return found;
  }

  /** Returns what was read. */
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

  /** Returns what was found of a setting, or null. */
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

  /** Returns a value that was read, or null. */
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

  /** Reads settings whose values are used later, if at all. Adds their problems. */
  void read(Setting<?>... settings) {
    for (Setting<?> setting : settings) {
      var unused = value(setting);
    }
  }

  /** Reads a value as that of a setting, whatever was found of this one. */
  @SuppressWarnings("unchecked") // The row of the setting names a parser of its type.
  <T> @Nullable T readAs(Setting<T> setting, Value<?> value) {
    T parsed = (T) setting.parser().parse(value.value(), report(setting, value));
    isRead[setting.index()] = true;
    read[setting.index()] = parsed == null ? null : new Value<>(parsed, value.origin());
    return parsed;
  }

  /** Returns a value that is valid, and notes it as the default if nothing was found. */
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

  /** Returns what takes the problems of a value. */
  Setting.Report report(Setting<?> setting, Value<?> value) {
    return new Setting.Report() {
      @Override
      public String origin() {
        return value.origin();
      }

      @Override
      public void problem(String what, String fix) {
        problems.add(Problem.of(Problem.Kind.INVALID, setting, value, what, fix));
      }
    };
  }

  /** Adds a problem of what was found of a setting. */
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
