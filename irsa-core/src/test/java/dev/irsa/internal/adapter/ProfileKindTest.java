package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProfileKindTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          absent                                       | NONE         |
          nothing but a region                         | NONE         | region=r
          blank values                                 | NONE         | role_arn=
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
          keys                                         | OF_THE_SDK   | aws_access_key_id=a;aws_secret_access_key=s
          half of the keys                             | OF_THE_SDK   | aws_secret_access_key=s
          keys where there is half a web identity      | OF_THE_SDK   | web_identity_token_file=t;aws_access_key_id=a
          keys where a source lacks its role           | OF_THE_SDK   | source_profile=web;aws_access_key_id=a
          a role of keys                               | OF_THE_SDK   | role_arn=r;source_profile=keys
          a role of the node                           | OF_THE_SDK   | role_arn=r;credential_source=Ec2InstanceMetadata
          a role of a role of the node                 | OF_THE_SDK   | role_arn=r;source_profile=node
          single sign-on                               | OF_THE_SDK   | sso_session=s
          two sources                                  | OF_THE_SDK   | role_arn=r;source_profile=web;credential_source=Environment
          single sign-on before a source               | OF_THE_SDK   | sso_session=s;role_arn=r;source_profile=web
          a process                                    | OF_THE_SDK   | credential_process=p
          a login                                      | OF_THE_SDK   | login_session=l
          a source that is not there                   | OF_THE_SDK   | role_arn=r;source_profile=nowhere
          a source that says nothing                   | OF_THE_SDK   | role_arn=r;source_profile=nothing
          a circle                                     | OF_THE_SDK   | role_arn=r;source_profile=default
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

    assertEquals(kind, ProfileKind.of(TextProfiles.of(asked, others), "default"), sentence);
  }
}
