package dev.irsa.cli.internal.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aPipeGetsPlainLinesAndNoStatus() {
    try (Screen screen = Screen.plain(stream)) {
      screen.status(List.of(Text.of("working")));
      screen.line(Text.empty().add("done", Style.GOOD));
    }

    assertEquals("done" + System.lineSeparator(), written());
  }

  @Test
  void aTerminalSeesLinesAboveAStatusThatIsRedrawn() {
    try (Screen screen = Screen.live(stream, false, 80)) {
      screen.status(List.of(Text.of("a"), Text.of("b")));
      screen.line(Text.of("first"));
      screen.status(List.of(Text.of("c")));
    }

    String erased2 = "\u001b[2A\r\u001b[J";
    String erased1 = "\u001b[1A\r\u001b[J";
    assertEquals("a\nb\n" + erased2 + "first\na\nb\n" + erased2 + "c\n" + erased1, written());
  }

  @Test
  void aStatusThatIsTooLongIsTruncatedToOneRow() {
    try (Screen screen = Screen.live(stream, true, 8)) {
      screen.status(List.of(Text.of("12345").add("6789", Style.GOOD).plain("x")));
    }

    assertEquals("12345\u001b[32m67\u001b[0m\n\u001b[1A\r\u001b[J", written());
  }

  @Test
  void whatMovesTheCursorIsShownInstead() {
    try (Screen screen = Screen.live(stream, true, 80)) {
      screen.line(Text.empty().add("a\r\u001b[1A\u009bK\u202eb", Style.GOOD));
    }

    assertEquals("\u001b[32ma\\u000d\\u001b[1A\\u009bK\\u202eb\u001b[0m\n", written());
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
