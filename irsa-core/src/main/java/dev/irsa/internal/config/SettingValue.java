package dev.irsa.internal.config;

/**
 * The value of a setting and its origin.
 *
 * @param text the value, trimmed, not empty
 * @param origin "builder", or the name of the property or variable
 */
record SettingValue(String text, String origin) {

  /** Omits the value: a wrong one may contain a password. */
  @Override
  public String toString() {
    return "SettingValue[" + origin + "]";
  }
}
