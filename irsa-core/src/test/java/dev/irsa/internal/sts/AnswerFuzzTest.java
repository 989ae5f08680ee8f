package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.ForkedJava;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Malformed responses cause only typed errors. */
final class AnswerFuzzTest {

  @Property(tries = 500)
  void aBrokenBodyEndsInATypedErrorWithoutASecret(@ForAll long seed) {
    AnswerFuzz.body(seed);
  }

  @Property(tries = 100)
  void aBrokenAnswerOnTheWireEndsInATypedErrorWithoutASecret(@ForAll long seed) {
    AnswerFuzz.wire(seed);
  }

  @Property(tries = 2000)
  void brokenBytesAreReadWithinTheBoundsOrRefused(@ForAll long seed) {
    AnswerFuzz.bytes(seed);
  }

  @Test
  void brokenAnswersAreReadWithin64MebibytesOfHeap() throws Exception {
    String output =
        ForkedJava.run(
            AnswerFuzz.class.getName(), List.of("-Xmx64m", "-Xss512k"), Map.of(), "1000", "100");

    System.out.print(output);
    assertTrue(output.contains("broken answers: 1000 bodies and 100 over sockets"), output);
  }
}
