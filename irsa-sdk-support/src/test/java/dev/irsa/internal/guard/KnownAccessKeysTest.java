package dev.irsa.internal.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.guard.KnownAccessKeys.Kind;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class KnownAccessKeysTest {

  private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");

  private final KnownAccessKeys keys = new KnownAccessKeys(Clock.systemUTC());

  private void add(Kind kind, int number, Instant expiration) {
    for (int i = 0; i < number; i++) {
      keys.add(kind + " " + i, kind, "another role", expiration);
    }
  }

  @Test
  void aKeyIsWhatWasLearnedLast() {
    keys.add("one", Kind.OTHER, "another role", LATER);
    keys.add("one", Kind.DERIVED, "a role", LATER);

    assertEquals(Kind.DERIVED, keys.find("one").kind());
  }

  @Test
  void expiredKeysMakeRoomForOthers() {
    add(Kind.DERIVED, KnownAccessKeys.MOST, Instant.EPOCH);
    keys.add("next", Kind.OTHER, "another role", LATER);

    assertNull(keys.find("DERIVED 0"));
    assertNotNull(keys.find("next"));
    assertTrue(keys.areComplete());
    assertFalse(keys.mayLackKeysOfPod());
  }

  @Test
  void allValidKeysOfThePodStayUpToTheBound() {
    add(Kind.DERIVED, KnownAccessKeys.MOST, LATER);

    for (int i = 0; i < KnownAccessKeys.MOST; i++) {
      assertNotNull(keys.find("DERIVED " + i));
    }
    assertFalse(keys.mayLackKeysOfPod());
  }

  @Test
  void keysOfOthersMakeRoomForThoseOfThePod() {
    add(Kind.OTHER, KnownAccessKeys.MOST, LATER);
    add(Kind.DERIVED, 100, LATER);

    for (int i = 0; i < 100; i++) {
      assertNotNull(keys.find("DERIVED " + i));
    }
    assertFalse(keys.mayLackKeysOfPod());
    assertFalse(keys.areComplete(), "nothing is concluded from what an SDK says");
  }

  @Test
  void itIsKnownThatAKeyOfThePodFoundNoRoom() {
    add(Kind.DERIVED, KnownAccessKeys.MOST + 1, LATER);
    assertTrue(keys.mayLackKeysOfPod());
    assertTrue(keys.areComplete());

    keys.add("other", Kind.OTHER, "another role", LATER);
    assertFalse(keys.areComplete());
  }

  /** What the page about the guard says. */
  @Test
  void asManyKeysAsAreKeptTakeSome20MegabytesAndNotMore() {
    long before = usedBytes();
    for (int i = 0; i <= KnownAccessKeys.MOST; i++) {
      String identity = "arn:aws:iam::111122223333:role/reports-of-a-tenant (AssumeRole " + i + ")";
      keys.add("ASIA" + (1_000_000_000_000_000L + i), Kind.DERIVED, identity, LATER);
    }
    long bytes = usedBytes() - before;

    assertTrue(bytes < 30_000_000, () -> bytes + " bytes");
    assertTrue(keys.mayLackKeysOfPod());
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
