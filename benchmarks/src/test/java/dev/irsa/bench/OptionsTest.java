package dev.irsa.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void aRunMeasuresAllPartsAndIsPublished() {
    assertEquals(Options.PARTS, Options.parse().parts());
    assertFalse(Options.parse().isTrial());
  }

  @Test
  void aRunOfFewRoundsIsATrial() {
    Options options = Options.parse("--rounds", "1");

    assertEquals(1, options.mostRounds());
    assertTrue(options.isTrial());
  }

  @Test
  void partsRunInTheirOwnOrder() {
    assertEquals(List.of("calls", "fleet"), Options.parse("--parts", "fleet,calls").parts());
  }

  @Test
  void unknownArgumentsAreRejectedByName() {
    assertTrue(refusal("--fast").contains("--fast"));
    assertTrue(refusal("--parts", "callz").contains("callz"));
    assertTrue(refusal("--parts").contains("needs a value"));
    assertTrue(refusal("--rounds", "0").contains("--rounds"));
  }

  private static String refusal(String... arguments) {
    return assertThrows(IllegalArgumentException.class, () -> Options.parse(arguments))
        .getMessage();
  }
}
