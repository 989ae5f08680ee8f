package dev.irsa.cli.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SteadyCallsTest {

  @Test
  void theNextCallIsDueAPeriodAfterTheLastOne() {
    assertEquals(150, SteadyCalls.dueAfter(100, 50, 120));
  }

  @Test
  void callsThatBecameDueDuringALongOneAreSkipped() {
    assertEquals(1_000, SteadyCalls.dueAfter(100, 50, 1_000));
  }

  @Test
  void theClockMayOverflow() {
    assertEquals(Long.MIN_VALUE + 9, SteadyCalls.dueAfter(Long.MAX_VALUE - 40, 50, Long.MAX_VALUE));
  }
}
