package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaStatus;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.Adapter.Driven;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Gate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests real clients of the SDK with the provider of this library, against the lab. */
public abstract class PodRoleContract<C> {

  private static final Duration SOON = Duration.ofSeconds(30);

  protected final PodLab world = new PodLab();
  protected final Adapter<C> adapter;
  protected final Driven<C> provider;

  protected PodRoleContract(Adapter<C> adapter) {
    this.adapter = adapter;
    this.provider = another();
  }

  private Adapter.DrivenBuilder<C> settings() {
    return adapter.builder().configure(core -> core.environment(world.environment()));
  }

  private Driven<C> another() {
    return settings().build();
  }

  @AfterEach
  void close() {
    provider.close();
    world.close();
  }

  @Test
  void aClientIsThePodsRoleUnderThePodsName() {
    assertEquals(world.podArn(), provider.callerArn(world));
  }

  @Test
  void providersOfOnePodMakeOneExchange() {
    try (Driven<C> other = another()) {
      assertEquals(
          adapter.accessKeyId(provider.credentials()), adapter.accessKeyId(other.credentials()));
    }

    assertEquals(1, world.exchanges());
  }

  @Test
  void theExpirationIsReadableThroughTheStatus() {
    provider.credentials();

    IrsaStatus status = provider.status();

    assertEquals(IrsaStatus.State.FRESH, status.state());
    assertTrue(status.expiration().isAfter(world.lab.time().clock().instant()));
  }

  @Test
  void refreshIsForcedAndCompleteWhenItReturns() {
    C before = provider.credentials();

    provider.refresh();

    assertNotEquals(adapter.accessKeyId(before), adapter.accessKeyId(provider.credentials()));
    assertEquals(2, world.exchanges());
  }

  @Test
  void aFailedRefreshKeepsThePreviousCredentials() {
    C before = provider.credentials();
    world.lab.sts().faults().next(Fault.error("AccessDenied", 403, "not now"));

    provider.refresh();

    assertEquals(before, provider.credentials());
    assertEquals(world.podArn(), provider.callerArn(world));
  }

  @Test
  void invalidatedCredentialsAreReplacedByTheNextCall() {
    C before = provider.credentials();
    world.lab.expireSessions(world.account);
    var refusal = assertThrows(RuntimeException.class, () -> provider.callerArn(world));

    provider.invalidate(adapter.accessKeyId(before));

    assertTrue(
        refusal.getMessage().contains("security token included in the request is expired"),
        refusal.getMessage());
    assertEquals(world.podArn(), provider.callerArn(world));
  }

  @Test
  void aRejectedExchangeReachesTheClientsCallerInTheSdksTypeWithTheFailureAsCause() {
    world.lab.deleteServiceAccount(world.account);

    var thrown = assertThrows(adapter.exceptionType(), () -> provider.callerArn(world));

    assertInstanceOf(adapter.sdkExceptionType(), thrown);
    var cause = assertInstanceOf(ExchangeRejectedException.class, thrown.getCause());
    assertEquals("AccessDenied", cause.code());
  }

  @Test
  void outsideAPodTheErrorNamesWhatIsMissing() {
    try (Driven<C> outside =
        adapter.builder().configure(core -> core.environment(Map.of())).build()) {
      var thrown = assertThrows(adapter.exceptionType(), outside::credentials);

      assertInstanceOf(MisconfiguredException.class, thrown.getCause());
      assertTrue(thrown.getMessage().contains("AWS_ROLE_ARN"), thrown.getMessage());
    }
  }

  @Test
  void aListenerReceivesTheEventOfTheCredentials() throws Exception {
    BlockingQueue<IrsaEvent> heard = new LinkedBlockingQueue<>();
    try (Driven<C> listening = settings().listener(heard::add).build()) {
      listening.credentials();

      assertNotNull(heard.poll(SOON.toSeconds(), TimeUnit.SECONDS));
    }
  }

  @Test
  void anEagerProviderCallsStsBeforeTheFirstCall() throws Exception {
    Gate gate = Gate.closed();
    world.lab.sts().faults().on(PodLab.EXCHANGE).always(Fault.gate(gate));
    try (Driven<C> eager =
        settings().configure(core -> core.roleSessionName("eager")).eager().build()) {
      gate.awaitArrivals(1, SOON);
      gate.open();

      assertEquals(world.lab.roleOf(world.account).sessionArn("eager"), eager.callerArn(world));
      assertEquals(1, world.exchanges());
    }
  }

  @Test
  void aBuilderCreatedFromAProviderHasItsSettings() {
    Driven<C> told = settings().configure(core -> core.roleSessionName("first")).build();
    try (told;
        Driven<C> copy = adapter.again(told).build();
        Driven<C> other =
            adapter.again(told).configure(core -> core.roleSessionName("second")).build()) {
      assertEquals(world.lab.roleOf(world.account).sessionArn("first"), copy.callerArn(world));
      assertEquals(world.lab.roleOf(world.account).sessionArn("second"), other.callerArn(world));
      assertEquals(world.lab.roleOf(world.account).sessionArn("first"), told.callerArn(world));
    }
  }
}
