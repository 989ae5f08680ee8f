package dev.irsa.integration.engines.hadoop33;

import dev.irsa.integration.engines.S3aDefaultListContract;

/** SDK 1.x, as Hadoop 3.3 brings it. */
final class S3aDefaultListTest extends S3aDefaultListContract {

  @Override
  protected String metadataProperty() {
    return "com.amazonaws.sdk.ec2MetadataServiceEndpointOverride";
  }
}
