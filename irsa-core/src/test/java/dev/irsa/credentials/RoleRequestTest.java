package dev.irsa.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RoleRequestTest {

  private static final RoleRequest ROLE = RoleRequest.of("arn:aws:iam::111122223333:role/data");

  @Test
  void aBlankValueCountsAsAbsentAlsoAfterAnEarlierOne() {
    assertEquals(ROLE, ROLE.withExternalId("AAAA").withExternalId(" "));
    assertEquals(ROLE, ROLE.withRegion("eu-west-1").withRegion(""));
    assertEquals(ROLE.withRegion("eu-west-1"), ROLE.withRegion(" eu-west-1 ").withExternalId(""));
  }

  /** Equal requests share a session. */
  @Test
  void theSpaceAroundASessionPolicyDoesNotCount() {
    assertEquals(ROLE.withSessionPolicy("{}"), ROLE.withSessionPolicy(" {}\n"));
  }
}
