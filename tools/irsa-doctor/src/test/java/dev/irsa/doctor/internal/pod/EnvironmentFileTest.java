package dev.irsa.doctor.internal.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.doctor.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentFileTest {

  @TempDir private Path directory;

  private Map<String, String> read(String content) throws IOException {
    return EnvironmentFile.read(Files.writeString(directory.resolve("env"), content));
  }

  @Test
  void linesAreTakenAsTheyAre() throws IOException {
    assertEquals(
        Map.of("A", "b=c", "EMPTY", "", "SPACES", " x ", "QUOTED", "'y'"),
        read("# comment\n\nA=b=c\r\nEMPTY=\nSPACES= x \nQUOTED='y'\n"));
  }

  @Test
  void exportLinesAreTakenAsAShellDoes() throws IOException {
    assertEquals(
        Map.of("A", "b c", "B", "it's", "C", "d e", "D", "x", "E", "a\\b$c\"", "G", ""),
        read(
            """
            export A='b c'
            export B='it'\\''s'
            export C="d e"
              export  D=x
            declare -x E="a\\b\\$c\\""
            declare -x F
            export G=
            """));
  }

  @ParameterizedTest
  @CsvSource({
    "no variable, 3, expected KEY=value",
    "=value, 1, expected KEY=value",
    "two words=value, 4, expected KEY=value",
    "AWS_REGION, 11, expected KEY=value",
    "' export two words=x', 12, expected KEY=value",
    "export A=^b, 10, expected the end of the quoted value"
  })
  void aLineWithoutAVariableIsNamedWithItsColumn(String line, int column, String problem) {
    InvalidInputException failure =
        assertThrows(
            InvalidInputException.class,
            () -> read("\uFEFFA=b\n" + line.replace('^', '\'') + "\n"));

    assertEquals(directory.resolve("env") + ":2:" + column, failure.place());
    assertEquals(
        failure.place() + ": " + problem + "; for values of several lines use env -0",
        failure.getMessage());
  }
}
