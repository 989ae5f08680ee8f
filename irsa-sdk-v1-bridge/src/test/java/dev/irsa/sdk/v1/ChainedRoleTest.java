package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
import dev.irsa.internal.adapter.ChainedRoleContract;

class ChainedRoleTest extends ChainedRoleContract<AWSCredentials> {

  ChainedRoleTest() {
    super(new V1Adapter());
  }
}
