package dev.irsa.cli;

import dev.irsa.cli.terminal.Screen;
import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * What the command stands in: its environment and its streams. Immutable; owns none of the streams.
 *
 * @param environment the environment variables
 * @param out where results go
 * @param err where progress of machine-readable commands and errors go
 * @param terminal whether a person reads along
 * @param coloured whether colours are wanted there
 */
public record Surroundings(
    Map<String, String> environment,
    PrintStream out,
    PrintStream err,
    boolean terminal,
    boolean coloured) {

  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 20;

  /** Copies the environment. */
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. Colours follow NO_COLOR (no-color.org), CLICOLOR and TERM. */
  static Surroundings ofProcess() {
    return new Surroundings(
        System.getenv(), System.out, System.err, isTerminal(), Ansi.AUTO.enabled());
  }

  /** A screen on one of the two streams. */
  public Screen screen(PrintStream stream) {
    return terminal ? Screen.live(stream, coloured, columns()) : Screen.plain(stream);
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
   * From JDK 22 on there may be a console without a terminal, which then says so itself; before,
   * its presence says it.
   */
  @SuppressWarnings("SystemConsoleNull") // both answers are understood here
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderThan22) {
      return true;
    }
  }
}
