package dev.irsa.cli.internal;

import dev.irsa.doctor.internal.text.VisibleText;
import java.util.regex.Pattern;

/** Writes lines for a POSIX shell. */
public final class Shell {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern HARMLESS = Pattern.compile("[\\w@%+=:,./-]+");

  private Shell() {}

  /**
   * Returns a line that exports a variable. The value is quoted if a shell would interpret it
   * otherwise. A name that a shell does not allow becomes a comment: a pod may have it, but the
   * shell would run a part of it as a command, or stop with an error.
   */
  public static String export(String name, String value) {
    return NAME.matcher(name).matches()
        ? "export " + name + "=" + quoted(value)
        : "# not exported, because a shell does not allow this name: " + VisibleText.line(name);
  }

  private static String quoted(String value) {
    return HARMLESS.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}
