package dev.irsa.cli.terminal;

import java.io.PrintStream;
import java.util.List;

/**
 * Where a command shows its progress. Thread-safe. Does not own the stream behind it; {@link
 * #close} takes the status area away.
 */
public interface Screen extends AutoCloseable {

  /** Writes a line that stays. */
  void line(Text text);

  /** Shows these lines below all others in place of those shown there before. */
  void status(List<Text> lines);

  @Override
  void close();

  /** A screen for pipes and files: lines as they come, no status. */
  static Screen plain(PrintStream stream) {
    return new PlainScreen(stream);
  }

  /**
   * A screen for terminals.
   *
   * @param coloured whether styles are shown
   * @param columns the terminal's width; longer status lines are cut, so that they can be redrawn
   */
  static Screen live(PrintStream stream, boolean coloured, int columns) {
    return new LiveScreen(stream, coloured, columns);
  }
}
