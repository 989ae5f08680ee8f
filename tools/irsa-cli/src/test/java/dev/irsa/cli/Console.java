package dev.irsa.cli;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.irsa.cli.internal.CommandContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A run of the command in this process, with its output. */
public final class Console {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandContext context;

  private Console(Map<String, String> environment, boolean terminal, String in) {
    this.context =
        new CommandContext(
            environment,
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            stream(out),
            stream(err),
            terminal,
            terminal);
  }

  /** Returns a console whose input is empty, and whose output is a pipe. */
  public static Console pipe(Map<String, String> environment) {
    return new Console(environment, false, "");
  }

  /** Returns a console into which a text is piped, too. */
  static Console pipe(Map<String, String> environment, String in) {
    return new Console(environment, false, in);
  }

  static Console terminal(Map<String, String> environment) {
    return new Console(environment, true, "");
  }

  /** Returns a terminal whose input is a text. */
  static Console terminal(Map<String, String> environment, String in) {
    return new Console(environment, true, in);
  }

  /** Runs the command, and returns its exit code. */
  @CanIgnoreReturnValue
  public int run(String... arguments) {
    return Irsa.run(context, arguments);
  }

  /** Runs a command line, whose arguments have no blanks. */
  int line(String arguments) {
    return run(arguments.split(" ", -1));
  }

  /** Returns what was written to stdout. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Returns what was written to stderr. */
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
