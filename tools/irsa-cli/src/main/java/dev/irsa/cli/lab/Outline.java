package dev.irsa.cli.lab;

import dev.irsa.cli.terminal.Screen;
import dev.irsa.cli.terminal.Style;
import dev.irsa.cli.terminal.Text;

/** Displays numbered steps with aligned details. Confined to one thread. */
final class Outline {
  private static final int NAME_WIDTH = 28;
  private static final int PARAGRAPH_WIDTH = 76;

  private final Screen screen;
  private int steps;

  Outline(Screen screen) {
    this.screen = screen;
  }

  void title(String text) {
    screen.line(Text.empty().bold(text));
  }

  void step(String text) {
    steps++;
    screen.line(Text.empty());
    screen.line(Text.empty().bold(steps + ". " + text));
  }

  /** Displays the command that shows the same on a real cluster. */
  void command(String text) {
    screen.line(Text.of("   ").dim("$ " + text));
  }

  void detail(String name, String value) {
    screen.line(Text.of("   ").add(padded(name), Style.NAME).plain(value));
  }

  void note(String text) {
    screen.line(Text.of("   ").dim(text));
  }

  /** Displays a text on as many lines as it needs. */
  void paragraph(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() >= PARAGRAPH_WIDTH) {
        note(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    note(line.toString());
  }

  private static String padded(String name) {
    return name.length() >= NAME_WIDTH ? name + " " : name + " ".repeat(NAME_WIDTH - name.length());
  }
}
