package dev.irsa.internal.config;

/**
 * Why a value is not accepted. Whoever asks knows the setting. Immutable.
 *
 * @param kind the kind of the problem
 * @param found what was found, without secrets
 * @param fix what to do
 */
public record Refusal(SettingProblem.Kind kind, String found, String fix) {

  Refusal(String found, String fix) {
    this(SettingProblem.Kind.INVALID, found, fix);
  }
}
