package dev.irsa.integration.engines.flink;

import dev.irsa.integration.engines.AgentContract;
import java.util.List;

/** Flink's own S3 file system, with a relocated SDK 2.x. */
final class NativeS3Test extends AgentContract {

  @Override
  protected List<String> application() {
    return List.of(FlinkFile.class.getName(), "target/native");
  }

  /** Its default chain ends with the node. */
  @Override
  protected boolean asksForTheNode() {
    return false;
  }

  @Override
  protected String metadataProperty() {
    return "aws.ec2MetadataServiceEndpoint";
  }
}
