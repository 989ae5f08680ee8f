package dev.irsa.cli.terminal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A terminal. The status area is below the last line and moves down with it. Each update is written
 * at once, so that it never appears half drawn.
 */
final class LiveScreen implements Screen {
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream stream;
  private final boolean coloured;
  private final int columns;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private List<Text> status = List.of();

  LiveScreen(PrintStream stream, boolean coloured, int columns) {
    this.stream = stream;
    this.coloured = coloured;
    this.columns = columns;
  }

  @Override
  public void line(Text text) {
    lock.lock();
    try {
      write(erased() + shown(text) + "\n" + area());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void status(List<Text> lines) {
    lock.lock();
    try {
      String erased = erased();
      status = List.copyOf(lines);
      write(erased + area());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean showsStatus() {
    return true;
  }

  @Override
  public void close() {
    status(List.of());
  }

  @GuardedBy("lock")
  private String erased() {
    return status.isEmpty() ? "" : "\u001b[" + status.size() + "A\r" + CLEAR_BELOW;
  }

  @GuardedBy("lock")
  private String area() {
    StringBuilder area = new StringBuilder();
    // One column less, since some terminals wrap full lines.
    status.forEach(line -> area.append(shown(line.within(columns - 1))).append('\n'));
    return area.toString();
  }

  private String shown(Text text) {
    return coloured ? text.styled() : text.unstyled();
  }

  private void write(String text) {
    stream.print(text);
    stream.flush();
  }
}
