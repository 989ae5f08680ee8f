package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          one two               ~ one two
          one   # and why       ~ one
          one && two; three     ~ one / two / three
          one | two 'a | b'     ~ one / two 'a | b'
          one "a; b" &          ~ one "a; b"
          A=$(one | two) three  ~ A=$(one | two) three
          one >a 2>&1           ~ one >a 2>&1
          one \\\\n  two        ~ one two
          one <<'E'\\ntwo\\nE\\nthree ~ one <<'E' / three
          one <<E\\nE           ~ one <<E
          """)
  void codeIsSplitIntoCommands(String code, String commands) {
    List<String> split =
        Shell.commands(code.replace("\\n", "\n")).stream()
            .map(words -> String.join(" ", words))
            .toList();

    assertEquals(commands, String.join(" / ", split));
  }
}
