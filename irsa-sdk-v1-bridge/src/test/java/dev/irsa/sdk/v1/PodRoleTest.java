package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.services.securitytoken.model.AWSSecurityTokenServiceException;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.testkit.server.Fault;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real clients of the SDK with our provider, against the lab; also with an older SDK. */
class PodRoleTest {

  private final PodLab world = new PodLab();
  private final IrsaCredentialsProvider provider = world.provider();

  @AfterEach
  void close() {
    provider.close();
    world.close();
  }

  @Test
  void aClientIsThePodsRoleUnderThePodsName() {
    assertEquals(world.podArn(), PodLab.arnOf(world.client(provider)));
  }

  @Test
  void aClientOfTheDefaultEndpointIsThePodsRoleAndSoIsOurExchangeRegional() {
    Map<String, String> variables = new HashMap<>(world.pod.variables());
    variables.put("AWS_CA_BUNDLE", world.pod.caBundle().toString());
    try (IrsaCredentialsProvider behindProxy =
        IrsaCredentialsProvider.builder()
            .configure(core -> core.environment(variables).proxy(world.lab.proxy().address()))
            .build()) {

      String arn = PodLab.arnOf(world.clientBehindProxy(behindProxy));

      assertEquals(world.podArn(), arn);
      assertTrue(
          world.lab.proxy().requests().stream()
              .allMatch(request -> request.host().equals("sts.ap-northeast-2.amazonaws.com")));
      assertEquals(2, world.lab.proxy().requests().size());
    }
  }

  @Test
  void theExpirationIsReadableThroughTheStatus() {
    provider.getCredentials();

    IrsaStatus status = provider.status();

    assertEquals(IrsaStatus.State.FRESH, status.state());
    assertTrue(status.expiration().isAfter(world.lab.time().clock().instant()));
  }

  @Test
  void refreshIsForcedAndOverWhenItReturns() {
    AWSSessionCredentials before = provider.getCredentials();

    provider.refresh();

    assertNotEquals(before.getAWSAccessKeyId(), provider.getCredentials().getAWSAccessKeyId());
    assertEquals(2, world.exchanges());
  }

  @Test
  void aFailedRefreshKeepsTheOldCredentials() {
    AWSSessionCredentials before = provider.getCredentials();
    world.lab.sts().faults().next(Fault.error("AccessDenied", 403, "not now"));

    provider.refresh();

    assertEquals(before, provider.getCredentials());
    assertEquals(world.podArn(), PodLab.arnOf(world.client(provider)));
  }

  @Test
  void invalidatedCredentialsAreReplacedByTheNextCall() {
    AWSSessionCredentials before = provider.getCredentials();
    world.lab.expireSessions(world.account);
    var client = world.client(provider);
    var refusal = assertThrows(AWSSecurityTokenServiceException.class, () -> PodLab.arnOf(client));

    provider.invalidate(before.getAWSAccessKeyId());

    assertEquals("ExpiredToken", refusal.getErrorCode());
    assertEquals(world.podArn(), PodLab.arnOf(client));
  }

  @Test
  void aRefusedExchangeReachesTheCallerOfAClientAsTheSdksTypeWithOursAsCause() {
    world.lab.deleteServiceAccount(world.account);
    var client = world.client(provider);

    var thrown = assertThrows(SdkClientException.class, () -> PodLab.arnOf(client));

    assertInstanceOf(IrsaCredentialsException.class, thrown);
    var cause = assertInstanceOf(ExchangeRejectedException.class, thrown.getCause());
    assertEquals("AccessDenied", cause.code());
  }

  @Test
  void aWrongValueGivenInCodeIsToldWhenTheProviderIsMade() {
    var builder = IrsaCredentialsProvider.builder().roleArn("no-arn");

    var thrown = assertThrows(IrsaCredentialsException.class, builder::build);

    assertInstanceOf(MisconfiguredException.class, thrown.getCause());
  }
}
