package dev.irsa.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  private static final Path ROOT = Path.of("/project");

  @Test
  void aFullRunWritesIntoTheRepositoryAndItsDocuments() {
    Options options = parse();

    assertEquals(ROOT.resolve("benchmarks/report"), options.output());
    assertEquals(Options.PARTS, options.parts());
    assertTrue(options.documents());
  }

  @Test
  void aQuickRunDoesNotWriteIntoTheRepository() {
    Options options = parse("--quick");

    assertEquals(ROOT.resolve("benchmarks/target/report-quick"), options.output());
    assertFalse(options.documents());
  }

  @Test
  void aRunOfFewRoundsDoesNotWriteIntoTheRepository() {
    Options options = parse("--rounds", "1");

    assertEquals(1, options.mostRounds());
    assertFalse(options.documents());
  }

  @Test
  void partsRunInTheirOwnOrder() {
    assertEquals(List.of("hotpath", "fleet"), parse("--parts", "fleet,hotpath").parts());
    assertEquals(List.of("hotpath", "fleet"), parse("--parts=fleet,hotpath").parts());
  }

  @Test
  void unknownArgumentsAreRejectedByName() {
    assertTrue(refusal("--fast").contains("--fast"));
    assertTrue(refusal("--parts", "hotpaths").contains("hotpaths"));
    assertTrue(refusal("--parts").contains("needs a value"));
    assertTrue(refusal("--rounds", "0").contains("--rounds"));
  }

  private static String refusal(String... arguments) {
    return assertThrows(IllegalArgumentException.class, () -> parse(arguments)).getMessage();
  }

  private static Options parse(String... arguments) {
    return Options.parse(arguments, ROOT);
  }
}
