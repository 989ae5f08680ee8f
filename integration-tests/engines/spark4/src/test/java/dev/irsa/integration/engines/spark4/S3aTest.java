package dev.irsa.integration.engines.spark4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.engines.FrameworkVersions;
import dev.irsa.integration.engines.S3aContract;
import dev.irsa.integration.engines.Snippet;
import dev.irsa.sdk.v2.HadoopIrsaCredentialsProvider;
import java.net.URI;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.util.VersionInfo;

/** S3A calls {@code create()} and {@code (URI, Configuration)} of SDK 2.x providers. */
final class S3aTest extends S3aContract {

  @Override
  protected Snippet provider() {
    return Snippet.of("s3a-v2.properties");
  }

  @Override
  protected Snippet providerOfOneBucket() {
    return Snippet.of("s3a-v2-bucket.properties");
  }

  @Override
  protected Class<?> configured() {
    return HadoopIrsaCredentialsProvider.class;
  }

  @Test
  void theRoleThatS3aAssumesIsAssumedByThePodsRole() throws Exception {
    Configuration assuming = configuration(provider());
    assuming.set("fs.s3a.assumed.role.credentials.provider", assuming.get(PROVIDER));
    assuming.set(PROVIDER, AssumedRoleCredentialProvider.class.getName());
    String role = pod.createChainableRole("writer");
    assuming.set("fs.s3a.assumed.role.arn", role);

    try (FileSystem data = FileSystem.newInstance(URI.create("s3a://data/"), assuming)) {
      write(data, new Path("s3a://data/a"));
    }

    assertEquals(Set.of(role), rolesSeenByS3());
    String caller = pod.lab().requests().of("AssumeRole").get(0).callerArn();
    assertTrue(caller.startsWith(pod.lab().roleOf(pod.account()).sessionArn("irsa-")), caller);
  }

  @Test
  void theSdkIsThatOfHadoop() throws Exception {
    // Read at run time: a constant would be that of the SDK at compile time.
    Object running = VersionInfo.class.getField("SDK_VERSION").get(null);

    assertEquals(FrameworkVersions.version("aws-sdk-v2-hadoop.version"), running);
  }
}
