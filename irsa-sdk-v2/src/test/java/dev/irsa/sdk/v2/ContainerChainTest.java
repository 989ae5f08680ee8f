package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.ContainerChainContract;
import dev.irsa.testkit.iam.Role;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

class ContainerChainTest extends ContainerChainContract<AwsCredentials> {

  ContainerChainTest() throws IOException {
    super(new V2Adapter());
  }

  private Role chained() throws IOException {
    Role data = pod.roleTrustingThePod("data");
    write(
        "config",
        """
        [default]
        role_arn = %s
        role_session_name = chained
        credential_source = EcsContainer
        region = %s
        """
            .formatted(data.arn(), pod.lab.region()));
    return data;
  }

  @Test
  void aProfileWithCredentialSourceEcsContainerAssumesItsRoleWithThePodsCredentials()
      throws Exception {
    Role data = chained();
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      assertEquals(data.sessionArn("chained"), StsClients.callerArn(pod.world, chain));
    }
    assertEquals(1, pod.requests());
    assertEquals(0, node.calls());
  }

  @Test
  void aProfileWithCredentialSourceEcsContainerFailsClosed() throws Exception {
    Role unused = chained();
    pod.lab.disassociate(pod.account);
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      SdkClientException failure =
          assertThrows(SdkClientException.class, chain::resolveCredentials);

      assertTrue(failure.getMessage().contains("ResourceNotFoundException"), failure.getMessage());
    }
    assertEquals(0, node.calls());
  }

  @Test
  void aProfileWithCredentialSourceEcsContainerOutsideAContainerSaysWhatIsMissing()
      throws Exception {
    Role unused = chained();
    pod.leave(properties);
    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      SdkClientException failure =
          assertThrows(SdkClientException.class, chain::resolveCredentials);

      assertTrue(
          failure.getMessage().contains("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
          failure.getMessage());
    }
    assertEquals(0, node.calls());
  }

  @Test
  void aRoleChainedInCodeIsAssumedWithThePodsCredentials() {
    Role data = pod.roleTrustingThePod("data");
    try (IrsaCredentialsProvider provider = IrsaCredentialsProvider.create();
        ChainedRoleCredentialsProvider chained = provider.chainedRole(data.arn())) {
      String arn = StsClients.callerArn(pod.world, chained);

      assertTrue(arn.contains(":assumed-role/data/"), arn);
    }
    assertEquals(1, pod.requests());
  }

  @Test
  void aChainedRoleThatDoesNotAllowTheTagsOfTheSessionIsExplained() {
    Role data = pod.world.role("data", pod.lab.roleOf(pod.account).arn());
    try (IrsaCredentialsProvider provider = IrsaCredentialsProvider.create();
        ChainedRoleCredentialsProvider chained = provider.chainedRole(data.arn())) {
      var failure = assertThrows(IrsaCredentialsException.class, chained::resolveCredentials);

      assertTrue(failure.remedy().contains("sts:TagSession"), failure::remedy);
    }
  }

  @Test
  void aChainedRoleNeedsARegionWhichThePodsCredentialsDoNot() {
    properties.clear("aws.region", "aws.endpointUrlSts");
    try (IrsaCredentialsProvider provider = IrsaCredentialsProvider.create();
        ChainedRoleCredentialsProvider chained =
            provider.chainedRole("arn:aws:iam::111122223333:role/data")) {
      provider.resolveCredentials();
      var failure = assertThrows(IrsaCredentialsException.class, chained::resolveCredentials);

      assertTrue(failure.getMessage().contains("AWS_REGION or AWS_DEFAULT_REGION"));
      assertTrue(failure.remedy().contains("ChainedRole.withRegion(...)"), failure::remedy);
    }
    assertEquals(1, pod.requests());
  }
}
