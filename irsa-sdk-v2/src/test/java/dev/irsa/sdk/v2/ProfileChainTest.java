package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.ProfileChainContract;
import dev.irsa.testkit.iam.Role;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

class ProfileChainTest extends ProfileChainContract<AwsCredentials> {

  ProfileChainTest() throws IOException {
    super(new V2Adapter());
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "audit"})
  void aWebIdentityBehindSourceProfilesIsServedOrFails(String profile) throws Exception {
    Role data = world.roleTrustingThePod("data");
    Role audit = world.role("audit", data.arn());
    properties.set("aws.profile", profile);
    write(
        "config",
        """
        [profile web]
        %s
        [profile data]
        role_arn = %s
        role_session_name = chained
        source_profile = web
        [profile audit]
        role_arn = %s
        role_session_name = chained
        source_profile = data
        """
            .formatted(world.webIdentityProfile(), data.arn(), audit.arn()));

    assertServesOrFails((profile.equals("data") ? data : audit).sessionArn("chained"));
  }

  @Test
  void anInvalidRoleOfASourceProfileIsAnErrorThatNamesTheProfile() throws Exception {
    properties.set("aws.profile", "data");
    write(
        "config",
        "[profile web]\n"
            + world.webIdentityProfile()
            + "[profile data]\nrole_arn = short\nsource_profile = web\n");

    MisconfiguredException wrong = misconfigured();

    assertTrue(
        wrong
            .getMessage()
            .contains("profile data: is invalid: roleArn must have 20 to 2048 characters"),
        wrong.getMessage());
  }

  @Test
  void aConfiguredFileThatDoesNotExistIsAnError() {
    properties.set("aws.configFile", folder.resolve("misspelt").toString());

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("misspelt does not exist"), wrong.getMessage());
  }

  @Test
  void aDirectoryIsAnError() {
    properties.set("aws.sharedCredentialsFile", folder.toString());

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("AWS_SHARED_CREDENTIALS_FILE"), wrong.getMessage());
  }

  @Test
  void credentialsOfTheContainerEndTheChainToo() {
    properties.set("aws.containerCredentialsFullUri", "http://127.0.0.1:1/away");

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      assertThrows(SdkClientException.class, chain::resolveCredentials);
    }
    assertEquals(0, node.calls());
  }
}
