package dev.irsa.internal.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.identity.KnownAccessKeys.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class KnownAccessKeysTest {

  private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");

  private final KnownAccessKeys keys = new KnownAccessKeys(Clock.systemUTC());

  private void issue(String key, Instant expiration) {
    keys.issued(SessionCredentials.of(key, "secret", "token", expiration), Duration.ZERO);
  }

  private Kind kind(String key) {
    KnownAccessKeys.Origin origin = keys.find(key);
    return origin == null ? null : origin.kind();
  }

  @Test
  void theKeyOfASessionStaysThatOfASession() {
    keys.add("one", Kind.FOREIGN, "another role", LATER);
    issue("one", LATER);
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
    issue("issued", LATER);
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
  void expiredKeysMakeRoomForOthersAndThoseOfSessionsStay() {
    for (int i = 0; i < KnownAccessKeys.MOST; i++) {
      keys.add("expired" + i, Kind.DERIVED, null, Instant.EPOCH);
    }
    issue("issued", LATER);

    assertNull(keys.find("expired0"));
    assertEquals(Kind.ISSUED, kind("issued"));
  }

  @Test
  void thousandsOfValidKeysMakeRoomAsWell() {
    issue("issued", LATER);
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
