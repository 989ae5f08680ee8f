package dev.irsa.internal.config;

/**
 * A text and where it came from.
 *
 * @param text trimmed, not empty
 * @param origin "builder", or the name of the property or variable
 */
record SettingValue(String text, String origin) {

  /** A wrong value may hold a password. */
  @Override
  public String toString() {
    return "SettingValue[" + origin + "]";
  }
}
