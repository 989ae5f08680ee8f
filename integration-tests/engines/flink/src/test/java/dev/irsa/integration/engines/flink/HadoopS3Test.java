package dev.irsa.integration.engines.flink;

import dev.irsa.integration.engines.AgentContract;
import java.util.List;

/** Hadoop's S3A in one jar, with SDK 1.x and its own list of providers. */
final class HadoopS3Test extends AgentContract {

  @Override
  protected List<String> application() {
    return List.of(FlinkFile.class.getName(), "target/hadoop");
  }

  @Override
  protected String metadataProperty() {
    return "com.amazonaws.sdk.ec2MetadataServiceEndpointOverride";
  }
}
