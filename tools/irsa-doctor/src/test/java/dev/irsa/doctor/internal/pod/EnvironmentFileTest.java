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
        Map.of("A", "b c", "B", "it's", "C", "d e", "D", "x"),
        read("export A='b c'\nexport B='it'\\''s'\nexport C=\"d e\"\n  export  D=x\n"));
  }

  @Test
  void aLineWithoutAVariableIsNamed() {
    for (String line : new String[] {"no variable", "=value", "two words=value"}) {
      InvalidInputException failure =
          assertThrows(InvalidInputException.class, () -> read("A=b\n" + line + "\n"));

      assertEquals(directory.resolve("env") + " line 2", failure.place());
    }
  }
}
