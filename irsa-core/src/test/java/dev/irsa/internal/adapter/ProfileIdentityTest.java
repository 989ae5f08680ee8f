package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests who serves a profile, and what its identity is. */
final class ProfileIdentityTest {

  private static final Profiles PROFILES =
      profiles(
          """
          [profile web]
          role_arn = arn:aws:iam::111122223333:role/pod
          web_identity_token_file = /var/run/token
          role_session_name = reports
          region = eu-west-1
          source_profile = nowhere
          [profile data]
          role_arn = arn:aws:iam::444455556666:role/data
          source_profile = web
          external_id = partner-7
          region = us-east-1
          [profile audit]
          role_arn = arn:aws:iam::444455556666:role/audit
          role_session_name = auditor
          source_profile = data
          [profile no-region]
          role_arn = arn:aws:iam::111122223333:role/pod
          web_identity_token_file = /var/run/token
          [profile behind]
          role_arn = arn:aws:iam::444455556666:role/data
          source_profile = no-region
          region = eu-central-1
          [profile both]
          role_arn = r
          source_profile = web
          credential_source = EcsContainer
          [profile no-path]
          role_arn = r
          web_identity_token_file = /tmp/\0x
          region = eu-west-1
          [profile token]
          web_identity_token_file = /var/run/token
          [profile lost]
          source_profile = nowhere
          [profile keys]
          aws_access_key_id = AKIA1
          aws_secret_access_key = SECRET
          [profile a]
          role_arn = r
          source_profile = b
          [profile b]
          role_arn = r
          source_profile = a
          [profile no-role]
          source_profile = web
          """);

  private static ProfileIdentity identity(String profile) {
    return ProfileIdentity.of(PROFILES, profile, null, false);
  }

  @Test
  void aProfileWithAWebIdentityIsReadCompletelyAndItsSourceIsIgnoredAsInTheSdk() {
    assertEquals(
        new ProfileIdentity(
            "arn:aws:iam::111122223333:role/pod",
            Path.of("/var/run/token"),
            "reports",
            "eu-west-1",
            List.of()),
        identity("web"));
  }

  @Test
  void aSourceProfileIsFollowedAndItsRolesAreAssumedInOrder() {
    RoleRequest data = RoleRequest.of("arn:aws:iam::444455556666:role/data");
    RoleRequest audit = RoleRequest.of("arn:aws:iam::444455556666:role/audit");
    ProfileIdentity identity = identity("audit");

    assertEquals("arn:aws:iam::111122223333:role/pod", identity.roleArn());
    assertEquals("eu-west-1", identity.region());
    assertEquals(
        List.of(
            new ProfileIdentity.Role(
                "data", data.withExternalId("partner-7").withRegion("us-east-1")),
            new ProfileIdentity.Role("audit", audit.withRoleSessionName("auditor"))),
        identity.chain());
  }

  @Test
  void aMissingRegionIsThatOfTheNearestReferencingProfileOrSetElsewhere() {
    assertEquals("eu-central-1", identity("behind").region());
    assertNull(ProfileIdentity.of(PROFILES, "no-region", null, true).region());
    assertEquals(
        "eu-west-2", ProfileIdentity.of(PROFILES, "no-region", "eu-west-2", false).region());
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere, profile nowhere: does not exist",
    "no-region, profile no-region: lacks region",
    // As for the SDK 2.x: nobody knows which of them was meant.
    "both, profile both: has both source_profile and credential_source",
    "no-path, profile no-path: web_identity_token_file is not a path",
    "token, profile token: lacks role_arn",
    "token, profile token: lacks region",
    "lost, profile lost: lacks role_arn",
    "lost, profile nowhere: does not exist",
    "keys, profile keys: lacks web_identity_token_file or source_profile",
    "a, profile a: is its own source",
    "no-role, profile no-role: lacks role_arn"
  })
  void allProblemsOfAProfileAreErrorsThatNameIt(String profile, String problem) {
    var thrown = assertThrows(MisconfiguredException.class, () -> identity(profile));

    assertTrue(thrown.isConfigured());
    assertTrue(thrown.getMessage().contains(problem), thrown.getMessage());
    assertFalse(thrown.getMessage().contains("SECRET"), thrown.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          absent                                       | NONE            |
          nothing but a region                         | NONE            | region=r
          blank values                                 | NONE            | role_arn=
          a web identity                               | OF_THIS_LIBRARY | role_arn=r;web_identity_token_file=t
          a web identity before keys                   | OF_THIS_LIBRARY | role_arn=r;web_identity_token_file=t;aws_access_key_id=a
          a web identity before its source             | OF_THIS_LIBRARY | role_arn=r;web_identity_token_file=t;source_profile=keys
          a web identity before the node               | OF_THIS_LIBRARY | role_arn=r;web_identity_token_file=t;credential_source=Ec2InstanceMetadata
          a source with a web identity                 | OF_THIS_LIBRARY | role_arn=r;source_profile=web
          a source of a source                         | OF_THIS_LIBRARY | role_arn=r;source_profile=chained
          half a role                                  | OF_THIS_LIBRARY | role_arn=r
          half a web identity                          | OF_THIS_LIBRARY | web_identity_token_file=t
          a source without a role                      | OF_THIS_LIBRARY | source_profile=web
          half a web identity as source                | OF_THIS_LIBRARY | role_arn=r;source_profile=half
          keys                                         | OF_THE_SDK      | aws_access_key_id=a;aws_secret_access_key=s
          half of the keys                             | OF_THE_SDK      | aws_secret_access_key=s
          keys where there is half a web identity      | OF_THE_SDK      | web_identity_token_file=t;aws_access_key_id=a
          keys where a source lacks its role           | OF_THE_SDK      | source_profile=web;aws_access_key_id=a
          a role of keys                               | OF_THE_SDK      | role_arn=r;source_profile=keys
          a role of the node                           | OF_THE_SDK      | role_arn=r;credential_source=Ec2InstanceMetadata
          a role of a role of the node                 | OF_THE_SDK      | role_arn=r;source_profile=node
          single sign-on                               | OF_THE_SDK      | sso_session=s
          two sources                                  | OF_THE_SDK      | role_arn=r;source_profile=web;credential_source=Environment
          single sign-on before a source               | OF_THE_SDK      | sso_session=s;role_arn=r;source_profile=web
          a process                                    | OF_THE_SDK      | credential_process=p
          a login                                      | OF_THE_SDK      | login_session=l
          a source that is not there                   | OF_THE_SDK      | role_arn=r;source_profile=nowhere
          a source that says nothing                   | OF_THE_SDK      | role_arn=r;source_profile=nothing
          a circle                                     | OF_THE_SDK      | role_arn=r;source_profile=default
          """)
  void theKindOfAProfileIsDeterminedInTheOrderOfTheSdks(
      String sentence, ProfileKind kind, String lines) {
    String asked = lines == null ? "" : "[default]\n" + lines.replace(';', '\n');
    String others =
        """

        [profile web]
        role_arn = r
        web_identity_token_file = t
        [profile chained]
        role_arn = r
        source_profile = web
        [profile half]
        web_identity_token_file = t
        [profile keys]
        aws_access_key_id = a
        aws_secret_access_key = s
        [profile node]
        role_arn = r
        credential_source = Ec2InstanceMetadata
        [profile nothing]
        region = r
        """;

    assertEquals(kind, ProfileKind.of(profiles(asked, others), "default"), sentence);
  }

  /** Reads {@code [profile NAME]}, followed by {@code key = value}. */
  private static Profiles profiles(String... lines) {
    Map<String, Map<String, String>> profiles = new HashMap<>();
    Map<String, String> current = new HashMap<>();
    for (String line : String.join("\n", lines).split("\n", -1)) {
      if (line.startsWith("[")) {
        current = new HashMap<>();
        profiles.put(line.replaceAll("\\[(profile )?|]", ""), current);
      } else if (!line.isBlank()) {
        String[] parts = line.split("=", 2);
        current.put(parts[0].trim(), parts[1].trim());
      }
    }
    return new Profiles(profiles, "a text");
  }
}
