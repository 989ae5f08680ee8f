package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.Samples;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ChainedRoleTest {

  private static final ChainedRole ROLE = ChainedRole.of(Samples.ROLE_ARN);

  @Test
  void copiesKeepTheOtherSettings() {
    ChainedRole role =
        ROLE.withRoleSessionName("reports")
            .withExternalId("partner-7")
            .withSessionDuration(Duration.ofMinutes(30))
            .withRegion("eu-west-1");

    assertEquals(
        new ChainedRole(
            Samples.ROLE_ARN, "reports", "partner-7", Duration.ofMinutes(30), "eu-west-1"),
        role);
  }

  @Test
  void theLimitsOfAssumeRoleAreChecked() {
    assertRejected("roleArn", () -> ChainedRole.of("short"));
    assertRejected("roleSessionName", () -> ROLE.withRoleSessionName("a b"));
    assertRejected("externalId", () -> ROLE.withExternalId("x"));
    assertRejected(
        "sessionDuration", () -> ROLE.withSessionDuration(Duration.ofMinutes(15).minusSeconds(1)));
    assertRejected(
        "sessionDuration", () -> ROLE.withSessionDuration(Duration.ofHours(1).plusSeconds(1)));
  }

  /** Templates and placeholders leave what is not set empty. */
  @Test
  void anEmptySettingIsAbsent() {
    assertEquals(ROLE, ROLE.withRoleSessionName("").withExternalId(" ").withRegion(""));
  }

  private static void assertRejected(String component, Executable making) {
    var thrown = assertThrows(IllegalArgumentException.class, making);

    assertTrue(thrown.getMessage().startsWith(component), thrown.getMessage());
  }
}
