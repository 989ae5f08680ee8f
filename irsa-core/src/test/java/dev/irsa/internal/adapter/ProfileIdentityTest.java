package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProfileIdentityTest {

  private static final String POD = "arn:aws:iam::111122223333:role/pod";
  private static final String DATA = "arn:aws:iam::444455556666:role/data";
  private static final String AUDIT = "arn:aws:iam::444455556666:role/audit";

  private static Profiles file(String... lines) {
    return TextProfiles.of(lines);
  }

  private static ProfileIdentity identity(Profiles file, String name) {
    return ProfileIdentity.of(file, name, null, false);
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
  void aProfileWithAWebIdentityIsReadCompletely() {
    ProfileIdentity identity = identity(file(WEB), "web");

    assertEquals(
        new ProfileIdentity(POD, Path.of("/var/run/token"), "reports", "eu-west-1", List.of()),
        identity);
  }

  /** As for the SDK 2.x: nobody knows which of them was meant. */
  @Test
  void twoSourcesAndWhatIsNotAPathAreErrorsOfTheProfile() {
    Profiles both =
        file(
            webAnd(
                "[profile both]",
                "role_arn = " + DATA,
                "source_profile = web",
                "credential_source = EcsContainer"));
    Profiles file =
        file(
            "[profile file]",
            "role_arn = " + POD,
            "web_identity_token_file = /tmp/\0x",
            "region = eu-west-1");

    assertTrue(
        assertThrows(MisconfiguredException.class, () -> identity(both, "both"))
            .getMessage()
            .contains("profile both: has both source_profile and credential_source"));
    assertTrue(
        assertThrows(MisconfiguredException.class, () -> identity(file, "file"))
            .getMessage()
            .contains("profile file: web_identity_token_file is not a path"));
  }

  @Test
  void aSourceProfileIsFollowedAndItsRolesAreAssumedInOrder() {
    Profiles file =
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

    ProfileIdentity identity = identity(file, "audit");

    assertEquals(POD, identity.roleArn());
    assertEquals("eu-west-1", identity.region());
    assertEquals(
        List.of(
            new ProfileIdentity.Role(
                "data", RoleRequest.of(DATA).withExternalId("partner-7").withRegion("us-east-1")),
            new ProfileIdentity.Role(
                "audit", RoleRequest.of(AUDIT).withRoleSessionName("auditor"))),
        identity.chain());
  }

  @Test
  void aSourceProfileWithoutARegionUsesThatOfTheNearestReferencingProfile() {
    Profiles file =
        file(
            "[profile web]",
            "role_arn = " + POD,
            "web_identity_token_file = /var/run/token",
            "[profile data]",
            "role_arn = " + DATA,
            "source_profile = web",
            "region = eu-central-1");

    assertEquals("eu-central-1", identity(file, "data").region());
  }

  @Test
  void aWebIdentityTakesPrecedenceOverASourceProfileAsInTheSdk() {
    Profiles file = file(webAnd("source_profile = nowhere"));

    assertEquals(List.of(), identity(file, "web").chain());
  }

  @Test
  void aRegionMayBeMissingOnlyIfItIsSetElsewhere() {
    Profiles file =
        file("[profile web]", "role_arn = " + POD, "web_identity_token_file = /var/run/token");

    assertNull(ProfileIdentity.of(file, "web", null, true).region());
    assertEquals("eu-west-2", ProfileIdentity.of(file, "web", "eu-west-2", false).region());
    assertProblem("profile web: lacks region", file, "web");
  }

  @Test
  void allMissingPropertiesOfAProfileAreReportedAtOnce() {
    Profiles file = file("[profile web]", "web_identity_token_file = /var/run/token");

    var thrown = assertThrows(MisconfiguredException.class, () -> identity(file, "web"));

    assertEquals(2, thrown.problems().size());
    assertTrue(thrown.isConfigured());
    assertTrue(thrown.getMessage().contains("profile web: lacks role_arn"));
    assertTrue(thrown.getMessage().contains("profile web: lacks region"));
  }

  @Test
  void aMissingSourceIsReportedTogetherWithMissingProperties() {
    Profiles file = file("[profile a]", "source_profile = nowhere");

    assertProblem("profile a: lacks role_arn", file, "a");
    assertProblem("profile nowhere: does not exist", file, "a");
  }

  @Test
  void anInvalidProfileIsAnErrorThatNamesIt() {
    assertProblem("profile nowhere: does not exist", file(WEB), "nowhere");
    assertProblem(
        "profile keys: lacks web_identity_token_file or source_profile",
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
  }

  private static void assertProblem(String expected, Profiles file, String profile) {
    var thrown = assertThrows(MisconfiguredException.class, () -> identity(file, profile));

    assertTrue(thrown.getMessage().contains(expected), thrown.getMessage());
    assertTrue(!thrown.getMessage().contains("secret"), thrown.getMessage());
  }
}
