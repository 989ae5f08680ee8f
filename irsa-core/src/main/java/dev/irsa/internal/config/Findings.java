package dev.irsa.internal.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The problems, warnings and remarks that the resolution found. Used by one thread. */
final class Findings {

  private final List<SettingProblem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** Adds a problem of a value; null if it is missing. */
  void problem(
      Refusal.Kind kind,
      Setting<?> setting,
      @Nullable SettingValue<?> value,
      String found,
      String fix) {
    problems.add(SettingProblem.of(kind, setting, value, found, fix));
  }

  /** Adds the problem that settings are missing. */
  void missing(Setting<?> setting, String names, String found, String fix) {
    problems.add(new SettingProblem(Refusal.Kind.MISSING, setting, names, null, found, fix));
  }

  /** Adds the problems of parsed values, and returns the values. */
  ParsedValues with(ParsedValues parsed) {
    problems.addAll(parsed.problems());
    return parsed;
  }

  void add(SettingProblem problem) {
    problems.add(problem);
  }

  void warning(String warning) {
    warnings.add(warning);
  }

  void note(String note) {
    notes.add(note);
  }

  List<SettingProblem> problems() {
    return problems;
  }

  List<String> warnings() {
    return warnings;
  }

  List<String> notes() {
    return notes;
  }
}
