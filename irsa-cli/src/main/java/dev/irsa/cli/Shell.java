package dev.irsa.cli;

import java.util.regex.Pattern;

/** Lines that a POSIX shell can evaluate. */
public final class Shell {

  private static final Pattern HARMLESS = Pattern.compile("[\\w@%+=:,./-]+");

  private Shell() {}

  /** A line that exports a variable, its value quoted where a shell would read more into it. */
  public static String export(String name, String value) {
    return "export " + name + "=" + quoted(value);
  }

  private static String quoted(String value) {
    return HARMLESS.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}
