package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
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
}
