package dev.irsa.integration.engines.hadoop33;

import dev.irsa.integration.engines.AgentContract;

/** SDK 1.x, as Hadoop 3.3 brings it. */
final class S3aDefaultListTest extends AgentContract {

  @Override
  protected String metadataProperty() {
    return "com.amazonaws.sdk.ec2MetadataServiceEndpointOverride";
  }
}
