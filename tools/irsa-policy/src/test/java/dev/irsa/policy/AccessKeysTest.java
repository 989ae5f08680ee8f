package dev.irsa.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AccessKeysTest {
  private static final Instant NOW = Instant.parse("2031-03-14T15:04:05Z");
  private final UniqueIds ids = new UniqueIds(new Random(11));
  private final Account account = new Account("aws", "111122223333", ids);
  private final AccessKeys keys = new AccessKeys(account, ids, Clock.fixed(NOW, ZoneOffset.UTC));
  private final TrustPolicy trust =
      TrustPolicy.parse(
          "{\"Statement\": {\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"*\"}}");
  private final Role role = account.createRole("a-role", trust, Duration.ofHours(1), List.of());

  @Test
  void identifiersHaveTheShapesOfAws() {
    AccessKey session = keys.issueSession(role, "a-pod", NOW.plusSeconds(60));
    AccessKey user = keys.issueLongTermKey("alice");

    assertTrue(role.roleId().matches("AROA[A-Z2-7]{17}"), role.roleId());
    assertTrue(session.accessKeyId().matches("ASIA[A-Z2-7]{16}"), session.accessKeyId());
    assertTrue(user.accessKeyId().matches("AKIA[A-Z2-7]{16}"), user.accessKeyId());
    assertTrue(user.principal().userId().matches("AIDA[A-Z2-7]{17}"));
    assertEquals(40, session.secretAccessKey().length());
    assertTrue(session.sessionToken().length() > 500);
    assertEquals("111122223333", session.principal().accountId());
  }

  @Test
  void toStringHidesSecrets() {
    AccessKey session = keys.issueSession(role, "a-pod", NOW.plusSeconds(60));

    assertFalse(session.toString().contains(session.secretAccessKey()));
    assertFalse(session.toString().contains(session.sessionToken()));
    assertTrue(session.toString().contains(session.accessKeyId()));
  }

  @Test
  void aSessionEndsAtItsExpirationAndALongTermKeyNever() {
    AccessKey session = keys.issueSession(role, "a-pod", NOW.plusSeconds(60));

    assertFalse(session.isExpiredAt(NOW.plusSeconds(60).minusNanos(1)));
    assertTrue(session.isExpiredAt(NOW.plusSeconds(60)));
    assertFalse(keys.issueLongTermKey("alice").isExpiredAt(Instant.MAX));
  }

  @Test
  void sessionsThatExpiredLongAgoAreForgotten() {
    AccessKey user = keys.issueLongTermKey("alice");
    AccessKey justExpired = keys.issueSession(role, "a-pod", NOW.minusSeconds(60));
    AccessKey longExpired = keys.issueSession(role, "a-pod", NOW.minus(Duration.ofHours(2)));
    for (int i = 0; i < 1_000; i++) {
      keys.issueSession(role, "a-pod", NOW.plusSeconds(60));
    }

    assertTrue(keys.find(user.accessKeyId()).isPresent());
    assertTrue(keys.find(justExpired.accessKeyId()).isPresent());
    assertFalse(keys.find(longExpired.accessKeyId()).isPresent());
  }

  @Test
  void rolesAreUniqueByNameAndKnownByTheirId() {
    assertThrows(
        IllegalStateException.class,
        () -> account.createRole("a-role", trust, Duration.ofHours(1), List.of()));
    account.deleteRole(role.arn());
    Role anew = account.createRole("a-role", trust, Duration.ofHours(1), List.of());

    assertNotEquals(role.roleId(), anew.roleId());
    assertThrows(
        IllegalStateException.class,
        () -> account.updateRole(role.withMaxSessionDuration(Duration.ofHours(2))));
  }

  @Test
  void valuesThatIamRefusesAreRefused() {
    Duration hour = Duration.ofHours(1);
    for (Executable refused :
        List.<Executable>of(
            () -> new Account("aws", "1", ids),
            () -> account.createRole("a b", trust, hour, List.of()),
            () -> account.createRole("b", trust, hour.minusMinutes(1), List.of()),
            () -> account.createRole("b", trust, Duration.ofHours(13), List.of()),
            () -> account.createOidcProvider(URI.create("http://example.com"), Set.of("a")),
            () -> account.createOidcProvider(URI.create("https://example.com"), Set.of()))) {
      assertThrows(IllegalArgumentException.class, refused);
    }
  }
}
