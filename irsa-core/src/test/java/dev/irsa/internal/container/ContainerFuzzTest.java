package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.ForkedJava;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Malformed responses cause only typed errors. */
final class ContainerFuzzTest {

  @Property(tries = 500)
  void aMalformedBodyEndsInATypedErrorWithoutASecret(@ForAll long seed) {
    ContainerFuzz.body(seed);
  }

  @Property(tries = 100)
  void aMalformedResponseOnTheWireEndsInATypedErrorWithoutASecret(@ForAll long seed) {
    ContainerFuzz.wire(seed);
  }

  @Test
  void malformedResponsesAreReadWith64MebibytesOfHeap() throws Exception {
    String output =
        ForkedJava.run(
            ContainerFuzz.class.getName(), List.of("-Xmx64m", "-Xss512k"), Map.of(), "1000");

    assertTrue(output.contains("malformed responses: 1000"), output);
  }
}
