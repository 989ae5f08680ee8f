package dev.irsa.internal.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.guard.KnownAccessKeys.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KnownAccessKeysTest {

  private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");

  private final Set<String> issued = new HashSet<>();
  private final KnownAccessKeys keys = new KnownAccessKeys(issued::contains, Clock.systemUTC());

  private Kind kind(String key) {
    KnownAccessKeys.Origin origin = keys.find(key);
    return origin == null ? null : origin.kind();
  }

  @Test
  void theKeyOfASessionStaysThatOfASession() {
    keys.add("one", Kind.FOREIGN, "another role", LATER);
    issued.add("one");
    keys.add("one", Kind.FOREIGN, "another role", LATER);

    assertEquals(Kind.ISSUED, kind("one"));
  }

  @Test
  void anotherKeyIsWhatWasLearnedLast() {
    keys.add("one", Kind.FOREIGN, "another role", LATER);
    keys.add("one", Kind.SAME_ROLE, null, LATER);

    assertEquals(Kind.SAME_ROLE, kind("one"));
  }

  @Test
  void whatSettingsDecidedIsDroppedWithThem() {
    issued.add("issued");
    keys.add("derived", Kind.DERIVED, null, LATER);
    keys.add("allowed", Kind.ALLOWED, null, LATER);
    keys.add("foreign", Kind.FOREIGN, "the node", LATER);
    keys.add("other", Kind.OTHER_ROLE, "another role", LATER);
    keys.add("allowed other", Kind.OTHER_ROLE, "another role", LATER);
    keys.add("allowed other", Kind.ALLOWED, "another role", LATER);
    keys.forgetJudged();

    assertEquals(Kind.ISSUED, kind("issued"));
    assertEquals(Kind.DERIVED, kind("derived"));
    assertNull(kind("allowed"));
    assertNull(kind("foreign"));
    assertEquals(Kind.OTHER_ROLE, kind("other"));
    assertEquals(Kind.OTHER_ROLE, kind("allowed other"));
  }

  @Test
  void expiredKeysMakeRoomForOthers() {
    for (int i = 0; i < KnownAccessKeys.MOST; i++) {
      keys.add("expired" + i, Kind.DERIVED, null, Instant.EPOCH);
    }
    keys.add("next", Kind.DERIVED, null, LATER);

    assertNull(keys.find("expired0"));
    assertEquals(Kind.DERIVED, kind("next"));
  }

  @Test
  void thousandsOfValidKeysMakeRoomAsWell() {
    issued.add("issued");
    for (int i = 0; i < 3 * KnownAccessKeys.MOST; i++) {
      keys.add("derived" + i, Kind.DERIVED, null, LATER);
    }

    long kept = 0;
    for (int i = 0; i < 3 * KnownAccessKeys.MOST; i++) {
      kept += keys.find("derived" + i) == null ? 0 : 1;
    }
    assertTrue(kept <= KnownAccessKeys.MOST, kept + " are kept");
    assertNotNull(keys.find("issued"));
    assertTrue(keys.isComplete());
  }

  @Test
  void itIsKnownThatAKeyOfAnotherIdentityMadeRoom() {
    keys.add("other", Kind.OTHER_ROLE, "another role", LATER);
    for (int i = 0; i < 3 * KnownAccessKeys.MOST; i++) {
      keys.add("derived" + i, Kind.DERIVED, null, LATER);
    }

    assertEquals(keys.find("other") != null, keys.isComplete());
  }
}
