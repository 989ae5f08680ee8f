package dev.irsa.cli.terminal;

import java.io.PrintStream;
import java.util.List;

/** Plain lines, without colours and status area. */
final class PlainScreen implements Screen {
  private final PrintStream stream;

  PlainScreen(PrintStream stream) {
    this.stream = stream;
  }

  @Override
  public void line(Text text) {
    stream.println(text.unstyled());
    stream.flush();
  }

  @Override
  public void status(List<Text> lines) {}

  @Override
  public boolean showsStatus() {
    return false;
  }

  @Override
  public void close() {
    stream.flush();
  }
}
