package dev.irsa.integration.engines.spark4;

import dev.irsa.integration.engines.AgentContract;

/** SDK 2.x, as Hadoop 3.4 brings it. */
final class S3aDefaultListTest extends AgentContract {

  @Override
  protected String metadataProperty() {
    return "aws.ec2MetadataServiceEndpoint";
  }
}
