package dev.irsa.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "abc/+=:,.@%-_9 | abc/+=:,.@%-_9",
        "two words      | 'two words'",
        "$HOME          | '$HOME'",
        "it's           | 'it'\\''s'",
        "a;b            | 'a;b'",
        "~~             | ''"
      })
  void valuesThatAShellWouldInterpretAreQuoted(String value, String quoted) {
    assertEquals("export NAME=" + quoted, Shell.export("NAME", value));
  }
}
