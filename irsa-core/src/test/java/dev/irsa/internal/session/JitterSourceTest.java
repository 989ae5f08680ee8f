package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class JitterSourceTest {

  private final JitterSource jitter = new JitterSource(new Random(42));

  @Test
  void drawsFromItsSource() {
    assertEquals(new Random(42).nextLong(), jitter.nextLong());
  }

  @Test
  void processesThatAreRestoredFromOneImageDoNotActInStep() {
    JitterSource inAnotherProcess = new JitterSource(new Random(42));

    jitter.run();
    inAnotherProcess.run();

    assertNotEquals(new Random(42).nextLong(), jitter.nextLong());
    assertNotEquals(inAnotherProcess.nextDouble(), jitter.nextDouble());
  }
}
