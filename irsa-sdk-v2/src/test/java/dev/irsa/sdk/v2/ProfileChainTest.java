package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.ProfileChainContract;
import java.io.IOException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

class ProfileChainTest extends ProfileChainContract<AwsCredentials> {

  ProfileChainTest() throws IOException {
    super(new V2Adapter());
  }
}
