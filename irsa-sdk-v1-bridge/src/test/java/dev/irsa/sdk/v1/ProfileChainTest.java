package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.auth.AWSCredentials;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.ProfileChainContract;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProfileChainTest extends ProfileChainContract<AWSCredentials> {

  ProfileChainTest() throws IOException {
    super(new V1Adapter());
  }

  /** The SDK ignores the configuration file if there is a credentials file. */
  @Test
  void aWebIdentityInAFileThatTheSdkIgnoresIsServedOrFails() throws Exception {
    write("credentials", "[other]\naws_access_key_id = AKIA1\naws_secret_access_key = SECRET");
    write(
        "config",
        "; of the pod\n[default]\ns3 =\n  max_queue_size = 1\n" + world.webIdentityProfile());

    assertServesOrFails(world.profileArn());
  }

  @Test
  void aWebIdentityBehindASourceProfileIsAnErrorWithARemedy() throws Exception {
    properties.set("aws.profile", "data");
    write(
        "config",
        """
        [profile web]
        %s
        [profile data]
        role_arn = arn:aws:iam::111122223333:role/data
        source_profile = web
        """
            .formatted(world.webIdentityProfile()));

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("profile data"), wrong.getMessage());
    assertTrue(wrong.getMessage().contains("irsa-sdk-v2"), wrong.getMessage());
  }
}
