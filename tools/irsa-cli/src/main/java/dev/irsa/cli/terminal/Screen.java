package dev.irsa.cli.terminal;

import java.io.PrintStream;
import java.util.List;

/**
 * The output of a command's progress. Thread-safe. Does not own the underlying stream; {@link
 * #close} removes the status area.
 */
public interface Screen extends AutoCloseable {

  /** Writes a permanent line. */
  void line(Text text);

  /** Displays these lines below all others, replacing the previous status. */
  void status(List<Text> lines);

  /** Returns whether this screen displays a status at all. */
  boolean showsStatus();

  @Override
  void close();

  /** Returns a screen for pipes and files: permanent lines only, without status. */
  static Screen plain(PrintStream stream) {
    return new PlainScreen(stream);
  }

  /**
   * Returns a screen for terminals.
   *
   * @param coloured whether to use colours
   * @param columns the terminal's width; longer status lines are truncated, so that they can be
   *     redrawn
   */
  static Screen live(PrintStream stream, boolean coloured, int columns) {
    return new LiveScreen(stream, coloured, columns);
  }
}
