package dev.irsa.cli.internal;

import java.util.regex.Pattern;

/** Writes lines for a POSIX shell. */
public final class Shell {

  private static final Pattern HARMLESS = Pattern.compile("[\\w@%+=:,./-]+");

  private Shell() {}

  /**
   * Returns a line that exports a variable. The value is quoted if a shell would interpret it
   * otherwise.
   */
  public static String export(String name, String value) {
    return "export " + name + "=" + quoted(value);
  }

  private static String quoted(String value) {
    return HARMLESS.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}
