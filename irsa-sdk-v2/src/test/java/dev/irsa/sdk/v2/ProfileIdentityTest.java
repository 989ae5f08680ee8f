package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.profiles.ProfileFile;

class ProfileIdentityTest {

  private static final String POD = "arn:aws:iam::111122223333:role/pod";
  private static final String DATA = "arn:aws:iam::444455556666:role/data";
  private static final String AUDIT = "arn:aws:iam::444455556666:role/audit";

  private static ProfileFile file(String... lines) {
    return Profiles.file(String.join("\n", lines));
  }

  private static final String[] WEB = {
    "[profile web]",
    "role_arn = " + POD,
    "web_identity_token_file = /var/run/token",
    "role_session_name = reports",
    "region = eu-west-1"
  };

  private static String[] webAnd(String... lines) {
    String[] all = new String[WEB.length + lines.length];
    System.arraycopy(WEB, 0, all, 0, WEB.length);
    System.arraycopy(lines, 0, all, WEB.length, lines.length);
    return all;
  }

  @Test
  void aProfileWithWebIdentityIsReadWhole() {
    ProfileIdentity identity = ProfileIdentity.of(file(WEB), "web", false);

    assertEquals(
        new ProfileIdentity(POD, Path.of("/var/run/token"), "reports", "eu-west-1", List.of()),
        identity);
  }

  @Test
  void aSourceProfileIsFollowedAndItsRolesAreAssumedInTurn() {
    ProfileFile file =
        file(
            webAnd(
                "[profile data]",
                "role_arn = " + DATA,
                "source_profile = web",
                "external_id = partner-7",
                "region = us-east-1",
                "[profile audit]",
                "role_arn = " + AUDIT,
                "role_session_name = auditor",
                "source_profile = data"));

    ProfileIdentity identity = ProfileIdentity.of(file, "audit", false);

    assertEquals(POD, identity.roleArn());
    assertEquals("eu-west-1", identity.region());
    assertEquals(
        List.of(
            ChainedRole.of(DATA).withExternalId("partner-7").withRegion("us-east-1"),
            ChainedRole.of(AUDIT).withRoleSessionName("auditor")),
        identity.chain());
  }

  @Test
  void aSourceProfileWithoutRegionTakesThatOfTheNearestWhoNamesIt() {
    ProfileFile file =
        file(
            "[profile web]",
            "role_arn = " + POD,
            "web_identity_token_file = /var/run/token",
            "[profile data]",
            "role_arn = " + DATA,
            "source_profile = web",
            "region = eu-central-1");

    assertEquals("eu-central-1", ProfileIdentity.of(file, "data", false).region());
  }

  @Test
  void webIdentityGoesBeforeASourceProfileAsInTheSdk() {
    ProfileFile file = file(webAnd("source_profile = nowhere"));

    assertEquals(List.of(), ProfileIdentity.of(file, "web", false).chain());
  }

  @Test
  void aRegionMayBeMissingOnlyIfItIsKnownFromElsewhere() {
    ProfileFile file =
        file("[profile web]", "role_arn = " + POD, "web_identity_token_file = /var/run/token");

    assertNull(ProfileIdentity.of(file, "web", true).region());
    assertProblem("profile web: lacks region", file, "web");
  }

  @Test
  void everythingThatAProfileLacksIsNamedAtOnce() {
    ProfileFile file = file("[profile web]", "web_identity_token_file = /var/run/token");

    var thrown =
        assertThrows(MisconfiguredException.class, () -> ProfileIdentity.of(file, "web", false));

    assertEquals(2, thrown.problems().size());
    assertTrue(thrown.isIrsaPod());
    assertTrue(thrown.getMessage().contains("profile web: lacks role_arn"));
    assertTrue(thrown.getMessage().contains("profile web: lacks region"));
  }

  @Test
  void whatCannotWorkIsAnErrorThatNamesTheProfile() {
    assertProblem("profile nowhere: is not there", file(WEB), "nowhere");
    assertProblem(
        "profile keys: has neither web_identity_token_file nor source_profile",
        file("[profile keys]", "aws_access_key_id = AKIA1", "aws_secret_access_key = secret"),
        "keys");
    assertProblem(
        "profile a: is its own source",
        file("[profile a]", "source_profile = b", "[profile b]", "source_profile = a"),
        "a");
    assertProblem(
        "profile data: lacks role_arn",
        file(webAnd("[profile data]", "source_profile = web")),
        "data");
    assertProblem(
        "profile data: is wrong: roleArn must have 20 to 2048 characters",
        file(webAnd("[profile data]", "role_arn = short", "source_profile = web")),
        "data");
  }

  private static void assertProblem(String expected, ProfileFile file, String profile) {
    var thrown =
        assertThrows(MisconfiguredException.class, () -> ProfileIdentity.of(file, profile, false));

    assertTrue(thrown.getMessage().contains(expected), thrown.getMessage());
    assertTrue(!thrown.getMessage().contains("secret"), thrown.getMessage());
  }
}
