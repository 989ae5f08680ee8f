package dev.irsa.internal.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.WebIdentityTokenSupplier;
import dev.irsa.internal.adapter.Adapter.Driven;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Fault.Gate;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
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
  void aClientIsTheRoleOfATokenThatTheApplicationSupplies() {
    Map<String, String> variables = world.environment();
    variables.remove("AWS_WEB_IDENTITY_TOKEN_FILE");
    WebIdentityTokenSupplier tokens = () -> Files.readString(world.pod.tokenFile());
    try (Driven<C> supplied =
        adapter
            .builder()
            .configure(core -> core.environment(variables).webIdentityToken(tokens))
            .build()) {
      assertEquals(world.podArn(), supplied.callerArn(world));
      world.pod.tokenVolume().rotate();
      supplied.refresh();

      assertEquals(world.podArn(), supplied.callerArn(world));
      assertEquals(2, world.exchanges());
    }
  }

  private RoleRequest tenant(int number) {
    return RoleRequest.of(world.roleArn()).withRoleSessionName("tenant-" + number);
  }

  @Test
  void aTenantsProviderServesAfterACloseOfItselfAndOfItsParent() {
    Driven<C> tenant = provider.forRole(tenant(1));
    C before = tenant.credentials();

    tenant.close();
    assertEquals(adapter.accessKeyId(before), adapter.accessKeyId(tenant.credentials()));
    provider.close();
    for (Supplier<C> way : tenant.ways()) {
      assertEquals(adapter.accessKeyId(before), adapter.accessKeyId(way.get()));
    }

    assertEquals(1, world.exchanges());
    assertEquals("tenant-1", tenant.status().roleSessionName());
  }

  @Test
  void anInvalidRequestIsRefused() {
    RoleRequest invalid = tenant(1).withSessionPolicy("").withExternalId("customer-7");

    var thrown = assertThrows(adapter.exceptionType(), () -> provider.forRole(invalid));

    var cause = assertInstanceOf(MisconfiguredException.class, thrown.getCause());
    assertEquals(2, cause.problems().size(), cause::getMessage);
    assertTrue(cause.getMessage().contains("external id"), cause::getMessage);
    assertThrows(adapter.exceptionType(), () -> provider.chainedRole(invalid));
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
  void anEagerProviderCallsStsBeforeTheFirstCall() throws Exception {
    Gate gate = Gate.closed();
    world.lab.sts().faults().on(PodLab.EXCHANGE).always(Fault.gate(gate));
    try (Driven<C> eager =
        settings().configure(core -> core.roleSessionName("eager").eager(true)).build()) {
      gate.awaitArrivals(1, SOON);
      gate.open();

      assertEquals(world.lab.roleOf(world.account).sessionArn("eager"), eager.callerArn(world));
      assertEquals(1, world.exchanges());
    }
  }

  /**
   * The role of the pod itself is not asked for, which the pod may not even be allowed to assume.
   */
  @Test
  void anEagerProviderOfAnotherRoleFetchesOnlyTheCredentialsOfThatRole() throws Exception {
    Gate gate = Gate.closed();
    world.lab.sts().faults().on(PodLab.EXCHANGE).always(Fault.gate(gate));
    try (Driven<C> view = provider.forRole(tenant(1));
        Driven<C> eager = view.again().configure(core -> core.eager(true)).build()) {
      gate.awaitArrivals(1, SOON);
      gate.open();
      assertEquals(world.lab.roleOf(world.account).sessionArn("tenant-1"), eager.callerArn(world));
      assertEquals(1, world.exchanges());
    }
  }

  @Test
  void aBuilderCreatedFromAProviderHasItsSettings() {
    Driven<C> told = settings().configure(core -> core.roleSessionName("first")).build();
    try (told;
        Driven<C> copy = told.again().build();
        Driven<C> other = told.again().configure(core -> core.roleSessionName("second")).build()) {
      assertEquals(world.lab.roleOf(world.account).sessionArn("first"), copy.callerArn(world));
      assertEquals(world.lab.roleOf(world.account).sessionArn("second"), other.callerArn(world));
      assertEquals(world.lab.roleOf(world.account).sessionArn("first"), told.callerArn(world));
    }
  }
}
