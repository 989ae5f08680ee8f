package dev.irsa.cli.internal;

import dev.irsa.cli.internal.terminal.Screen;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * The environment and the streams of a command. Immutable; does not own the streams.
 *
 * @param environment the environment variables
 * @param in the stream for documents
 * @param out the stream for results
 * @param err the stream for errors, and for the progress of commands with machine-readable output
 * @param terminal whether stdout is a terminal of any kind
 * @param coloured whether colours are enabled
 */
public record CommandContext(
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean terminal,
    boolean coloured) {

  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 20;

  /** Copies the environment. */
  public CommandContext {
    environment = Map.copyOf(environment);
  }

  /**
   * Returns the environment and streams of this process. Colours follow NO_COLOR (no-color.org),
   * CLICOLOR and TERM.
   */
  public static CommandContext ofProcess() {
    return new CommandContext(
        System.getenv(), System.in, System.out, System.err, isTerminal(), Ansi.AUTO.enabled());
  }

  /** Returns a screen on one of the two streams. */
  public Screen screen(PrintStream stream) {
    return terminal && !"dumb".equals(environment.get("TERM"))
        ? Screen.live(stream, coloured, columns())
        : Screen.plain(stream);
  }

  /**
   * Returns whether a secret may be printed. If not, says on stderr how it can be.
   *
   * @param what says that it is a secret, such as {@code credentials are secrets}
   * @param show whether the user allows it on a terminal
   */
  public boolean mayPrintSecret(String what, boolean show) {
    boolean isAllowed = show || !terminal;
    if (!isAllowed) {
      err.println(
          "irsa: "
              + what
              + ", and stdout is a terminal; pipe it to a program, or print it with --show");
    }
    return isAllowed;
  }

  private int columns() {
    try {
      int columns = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
      return columns < FEWEST_COLUMNS ? USUAL_COLUMNS : columns;
    } catch (NumberFormatException e) {
      return USUAL_COLUMNS;
    }
  }

  /**
   * Returns whether a terminal is attached. A console exists only if it is also stdin, so the
   * device comes first. From JDK 22 on a console may exist without a terminal, and reports whether
   * it is one; in earlier versions a console is always a terminal.
   */
  @SuppressWarnings("SystemConsoleNull") // both results are handled here
  private static boolean isTerminal() {
    if (isTerminal(Path.of("/proc/self/fd/1"))) {
      return true;
    }
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderThan22) {
      return true;
    }
  }

  /** Returns whether a link, as Linux has one for each open file, leads to a terminal. */
  static boolean isTerminal(Path link) {
    try {
      return Files.readSymbolicLink(link).toString().matches("/dev/(pts/.*|tty.*|console)");
    } catch (IOException | UnsupportedOperationException otherSystem) {
      return false;
    }
  }
}
