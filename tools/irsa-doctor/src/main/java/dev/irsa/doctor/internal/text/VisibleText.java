package dev.irsa.doctor.internal.text;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes texts safe to print. Parts of them come from tokens, policies, manifests and servers. An
 * invisible character that moves the cursor, ends the line or turns its direction could make a line
 * look like another finding. Such characters are written as escapes, {@code \u005cu001b}.
 */
public final class VisibleText {

  private VisibleText() {}

  /** Returns a text on one line. */
  public static String line(String text) {
    if (text.codePoints().allMatch(VisibleText::isVisible)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(line, c));
    return line.toString();
  }

  /** Returns a text with its line breaks kept. */
  public static String lines(String text) {
    return Stream.of(text.split("\n", -1)).map(VisibleText::line).collect(Collectors.joining("\n"));
  }

  private static void append(StringBuilder line, int character) {
    if (isVisible(character)) {
      line.appendCodePoint(character);
    } else {
      for (char c : Character.toChars(character)) {
        line.append("\\u%04x".formatted((int) c));
      }
    }
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
