package dev.irsa.sdk.v2;

import static dev.irsa.sdk.v2.Identities.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.adapter.ChainedRoleContract;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Fault.Gate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class ChainedRoleTest extends ChainedRoleContract<AwsCredentials> {

  private final IrsaCredentialsProvider provider =
      StsClients.provider(world).chainedRole(RoleRequest.of(data.arn()));

  ChainedRoleTest() {
    super(new V2Adapter());
  }

  @Test
  @Tag("newer-sdk")
  void itsCredentialsContainTheirOrigin() {
    AwsCredentials credentials = provider.resolveCredentials();

    assertEquals(Optional.of("h,k,i"), credentials.providerName());
    assertEquals(Optional.of("111122223333"), credentials.accountId());
    assertTrue(credentials.expirationTime().isPresent());
  }

  @Test
  void resolveIdentityReturnsBeforeTheRoleIsAssumed() throws Exception {
    Gate gate = Gate.closed();
    world.lab.sts().faults().on(PodLab.CHAINING).next(Fault.gate(gate));

    CompletableFuture<AwsCredentialsIdentity> identity = provider.resolveIdentity(REQUEST);
    gate.awaitArrivals(1, Duration.ofSeconds(30));
    boolean doneBefore = identity.isDone();
    gate.open();

    assertFalse(doneBefore);
    assertTrue(identity.get().accessKeyId().startsWith("ASIA"));
  }
}
