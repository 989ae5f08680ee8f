package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class IssuedKeysTest {

  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final IssuedKeys keys = new IssuedKeys();

  private long known(int number) {
    return IntStream.range(0, number).filter(i -> keys.contain("key " + i)).count();
  }

  @Test
  void aKeyIsKnownUntilAnHourAfterItExpires() {
    keys.add("one", NOW.plus(HOUR), NOW);
    keys.add("two", NOW.plus(HOUR.multipliedBy(5)), NOW.plus(HOUR.multipliedBy(2)));
    assertTrue(keys.contain("one"));

    keys.add("three", NOW.plus(HOUR.multipliedBy(5)), NOW.plus(HOUR.multipliedBy(2)).plusMillis(1));
    assertFalse(keys.contain("one"));
    assertTrue(keys.contain("two"));
  }

  @Test
  void aKeyThatIsIssuedAgainIsKeptOnce() {
    keys.add("one", NOW.plus(HOUR), NOW);
    keys.add("one", NOW.plus(HOUR), NOW);
    keys.add("two", NOW.plus(HOUR.multipliedBy(9)), NOW.plus(HOUR.multipliedBy(3)));

    assertFalse(keys.contain("one"));
  }

  /** The first to expire go first, whatever the order in which they came. */
  @Test
  void eachAdditionDropsAtMostTwoExpiredKeys() {
    for (int i = 0; i < 100; i++) {
      keys.add("key " + i, NOW.plusSeconds(i * 37 % 100), NOW);
    }
    Instant later = NOW.plus(HOUR.multipliedBy(3));
    for (int i = 1; i <= 50; i++) {
      keys.add("later " + i, later.plus(HOUR), later);
      assertEquals(100 - 2 * i, known(100));
    }
  }
}
