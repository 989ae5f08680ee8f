package dev.irsa.doctor.internal.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.doctor.report.InvalidInputException;
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

  /** The environment of a running process, {@code /proc/<pid>/environ}. */
  @Test
  void aTextWithNulHasAPairBetweenTwoOfThem() throws IOException {
    assertEquals(Map.of("A", "b\nc=d", "E", ""), read("A=b\nc=d\0E=\0nonsense\0"));
  }

  @ParameterizedTest
  @CsvSource({
    "no variable, 3",
    "=value, 1",
    "two words=value, 4",
    "AWS_REGION, 11",
    "export A=b, 7",
    "declare -x A=\"b\", 8"
  })
  void aLineWithoutAVariableIsNamedWithItsColumn(String line, int column) {
    InvalidInputException failure =
        assertThrows(InvalidInputException.class, () -> read("\uFEFFA=b\n" + line + "\n"));

    assertEquals(directory.resolve("env") + ":2:" + column, failure.place());
    assertEquals(
        failure.place()
            + ": expected KEY=value as env prints it, not export -p; for values of several lines"
            + " use env -0",
        failure.getMessage());
  }
}
