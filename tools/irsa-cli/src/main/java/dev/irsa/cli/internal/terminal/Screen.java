package dev.irsa.cli.internal.terminal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The output of a command's progress: permanent lines, and on a terminal a status area below the
 * last one, which moves down with it. Each update is written at once, so that it never appears half
 * drawn. Thread-safe. Does not own the underlying stream; {@link #close} removes the status area.
 */
public final class Screen implements AutoCloseable {
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream stream;
  private final boolean coloured;

  /** The terminal's width; 0 without a terminal. */
  private final int columns;

  @GuardedBy("this")
  private List<Text> status = List.of();

  private Screen(PrintStream stream, boolean coloured, int columns) {
    this.stream = stream;
    this.coloured = coloured;
    this.columns = columns;
  }

  /** Returns a screen for pipes and files: permanent lines only, without status. */
  public static Screen plain(PrintStream stream) {
    return new Screen(stream, false, 0);
  }

  /**
   * Returns a screen for terminals.
   *
   * @param coloured whether to use colours
   * @param columns the terminal's width; longer status lines are truncated, so that they can be
   *     redrawn
   */
  public static Screen live(PrintStream stream, boolean coloured, int columns) {
    return new Screen(stream, coloured, columns);
  }

  /** Writes a permanent line. */
  public void line(Text text) {
    update(text.written(coloured) + System.lineSeparator(), null);
  }

  /** Displays these lines below all others, replacing the previous status. */
  public void status(List<Text> lines) {
    if (columns > 0) {
      update("", lines);
    }
  }

  @Override
  public void close() {
    status(List.of());
    stream.flush();
  }

  private synchronized void update(String permanent, @Nullable List<Text> newStatus) {
    StringBuilder text = new StringBuilder();
    if (!status.isEmpty()) {
      text.append("\u001b[").append(status.size()).append("A\r").append(CLEAR_BELOW);
    }
    text.append(permanent);
    status = newStatus == null ? status : List.copyOf(newStatus);
    // One column less, since some terminals wrap full lines.
    status.forEach(line -> text.append(line.within(columns - 1).written(coloured)).append('\n'));
    stream.print(text);
    stream.flush();
  }
}
