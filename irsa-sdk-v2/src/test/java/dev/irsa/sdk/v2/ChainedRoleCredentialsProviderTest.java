package dev.irsa.sdk.v2;

import static dev.irsa.sdk.v2.Identities.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.testkit.iam.Role;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Gate;
import java.io.File;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class ChainedRoleCredentialsProviderTest {

  private static final String ALLOW_ALL =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""";

  private final PodLab world = new PodLab();
  private final Role data = world.roleTrustingThePod("data");
  private final IrsaCredentialsProvider parent = StsClients.provider(world);
  private final ChainedRoleCredentialsProvider chained = parent.chainedRole(data.arn());

  @AfterEach
  void close() {
    chained.close();
    parent.close();
    world.close();
  }

  private int assumptions() {
    return world.lab.requests().count(PodLab.CHAINING);
  }

  @Test
  void aClientIsTheChainedRoleUnderThePodsName() {
    try (StsClient client = StsClients.of(world, chained)) {
      assertEquals(data.sessionArn("irsa-" + world.pod.name()), client.getCallerIdentity().arn());
    }
    assertEquals(1, world.exchanges());
  }

  @Test
  @Tag("newer-sdk")
  void itsCredentialsContainTheirOrigin() {
    AwsCredentials credentials = chained.resolveCredentials();

    assertEquals(Optional.of("h,k,i"), credentials.providerName());
    assertEquals(Optional.of("111122223333"), credentials.accountId());
    assertTrue(credentials.expirationTime().isPresent());
  }

  @Test
  void theSettingsOfTheRoleAreSent() {
    ChainedRole role =
        ChainedRole.of(data.arn())
            .withRoleSessionName("reports")
            .withExternalId("partner-7")
            .withSessionDuration(Duration.ofMinutes(15));

    try (var provider = parent.chainedRole(role);
        StsClient client = StsClients.of(world, provider)) {
      assertEquals(data.sessionArn("reports"), client.getCallerIdentity().arn());
      assertTrue(
          provider
              .resolveCredentials()
              .expirationTime()
              .orElseThrow()
              .isBefore(world.lab.time().clock().instant().plus(Duration.ofMinutes(16))));
    }
  }

  @Test
  void freshCredentialsAreServedWithoutAnotherCall() {
    AwsCredentials first = chained.resolveCredentials();
    CompletableFuture<AwsCredentialsIdentity> second = chained.resolveIdentity(REQUEST);

    assertTrue(second.isDone());
    assertSame(first, second.join());
    assertEquals(1, assumptions());
  }

  @Test
  void equalRolesOfEqualParentsShareASession() {
    List<ChainedRoleCredentialsProvider> providers = new ArrayList<>();
    for (int request = 0; request < 50; request++) {
      providers.add(StsClients.provider(world).chainedRole(data.arn()));
    }

    Set<String> keys = new HashSet<>();
    providers.forEach(provider -> keys.add(provider.resolveCredentials().accessKeyId()));
    providers.forEach(ChainedRoleCredentialsProvider::close);

    assertEquals(1, keys.size());
    assertEquals(1, assumptions());
    assertEquals(1, world.exchanges());
  }

  @Test
  void anotherSessionPolicyOfTheParentIsAnotherSession() {
    ChainedRoleCredentialsProvider restricted =
        parent
            .forRole(RoleRequest.of(world.roleArn()).withSessionPolicy(ALLOW_ALL))
            .chainedRole(data.arn());

    assertNotEquals(
        chained.resolveCredentials().accessKeyId(), restricted.resolveCredentials().accessKeyId());
    restricted.close();
  }

  @Test
  void aSharedSessionOutlivesTheProvidersThatStartedIt() {
    IrsaCredentialsProvider first = StsClients.provider(world);
    ChainedRoleCredentialsProvider ofFirst = first.chainedRole(data.arn());
    ofFirst.resolveCredentials();
    chained.resolveCredentials();
    ofFirst.close();
    first.close();

    AwsCredentials before = chained.resolveCredentials();
    chained.invalidate(before.accessKeyId());

    assertNotEquals(before.accessKeyId(), chained.resolveCredentials().accessKeyId());
  }

  @Test
  void aChainedRoleForEachRequestTellsItsListenerOnce() throws Exception {
    BlockingQueue<IrsaEvent> events = new LinkedBlockingQueue<>();
    try (IrsaCredentialsProvider listening =
        StsClients.provider(world).toBuilder().listener(events::add).build()) {
      List<ChainedRoleCredentialsProvider> requests = new ArrayList<>();
      for (int request = 0; request < 1_000; request++) {
        requests.add(listening.chainedRole(data.arn()));
        requests.get(request).resolveCredentials();
      }
      ChainedRoleCredentialsProvider one = requests.get(0);
      one.invalidate(one.resolveCredentials().accessKeyId());
      one.resolveCredentials();

      requests.forEach(ChainedRoleCredentialsProvider::close);

      List<IrsaEvent> ofTheRole = new ArrayList<>();
      while (ofTheRole.isEmpty() || !(last(ofTheRole) instanceof IrsaEvent.Closed)) {
        IrsaEvent event = events.take();
        if (data.arn().equals(event.roleArn())) {
          ofTheRole.add(event);
        }
      }
      assertEquals(3, ofTheRole.size(), () -> ofTheRole.size() + " events");
    }
  }

  private static IrsaEvent last(List<IrsaEvent> events) {
    return events.get(events.size() - 1);
  }

  @Test
  void resolveIdentityReturnsBeforeTheRoleIsAssumed() throws Exception {
    Gate gate = Gate.closed();
    world.lab.sts().faults().on(PodLab.CHAINING).next(Fault.gate(gate));

    CompletableFuture<AwsCredentialsIdentity> identity = chained.resolveIdentity(REQUEST);
    gate.awaitArrivals(1, Duration.ofSeconds(30));
    boolean doneBefore = identity.isDone();
    gate.open();

    assertFalse(doneBefore);
    assertTrue(identity.get().accessKeyId().startsWith("ASIA"));
  }

  @Test
  void statusAndEventsAreThoseOfTheChainedRole() throws Exception {
    assertEquals(State.EMPTY, chained.status().state());
    assertEquals(data.arn(), chained.status().roleArn());
    BlockingQueue<IrsaEvent> events = new LinkedBlockingQueue<>();
    try (IrsaCredentialsProvider listening =
            StsClients.provider(world).toBuilder().listener(events::add).build();
        ChainedRoleCredentialsProvider role = listening.chainedRole(data.arn())) {
      AwsCredentials credentials = role.resolveCredentials();

      IrsaEvent event = events.take();
      while (!data.arn().equals(event.roleArn())) {
        event = events.take();
      }
      assertEquals(
          credentials.accessKeyId(),
          assertInstanceOf(IrsaEvent.Refreshed.class, event).accessKeyId());
      assertEquals(State.FRESH, role.status().state());
    }
  }

  @Test
  void theStatusSaysWhyTheRoleCannotBeAssumed() {
    world.lab.sts().faults().on(PodLab.CHAINING).next(Fault.error("AccessDenied", 403, "no"));

    assertThrows(IrsaCredentialsException.class, chained::resolveCredentials);

    assertEquals(State.EMPTY, chained.status().state());
    assertEquals("AccessDenied", chained.status().lastFailure().code());
    assertEquals(State.FRESH, parent.status().state());
  }

  @Test
  void aFailureOfThePodsRoleIsReported() {
    world.lab.deleteServiceAccount(world.account);

    var thrown = assertThrows(SdkClientException.class, chained::resolveCredentials);
    Throwable told = chained.resolveIdentity(REQUEST).handle((identity, error) -> error).join();

    assertInstanceOf(ExchangeRejectedException.class, thrown.getCause());
    assertInstanceOf(IrsaCredentialsException.class, told);
  }

  @Test
  void aRoleThatDoesNotTrustThePodIsATypedErrorWithoutAnImmediateRetry() {
    try (var stranger = parent.chainedRole("arn:aws:iam::111122223333:role/stranger")) {
      var thrown = assertThrows(IrsaCredentialsException.class, stranger::resolveCredentials);
      assertThrows(IrsaCredentialsException.class, stranger::resolveCredentials);

      var refusal = assertInstanceOf(ExchangeRejectedException.class, thrown.getCause());
      assertEquals("AccessDenied", refusal.code());
      assertEquals("arn:aws:iam::111122223333:role/stranger", refusal.roleArn());
      assertEquals(1, assumptions());
    }
  }

  @Test
  void closingKeepsTheParentOpenAndRetainsTheCredentials() {
    AwsCredentials before = chained.resolveCredentials();

    chained.close();
    chained.close();
    AwsCredentials after = chained.resolveCredentials();
    try (ChainedRoleCredentialsProvider another = parent.chainedRole(data.arn())) {
      assertEquals(before.accessKeyId(), another.resolveCredentials().accessKeyId());
    }

    assertEquals(before.accessKeyId(), after.accessKeyId());
    assertEquals(1, assumptions());
    assertEquals(1, world.exchanges());
  }

  @Test
  void aForgottenRoleIsAssumedAgain() {
    AwsCredentials before = chained.resolveCredentials();

    IrsaCredentials.forgetAll();

    assertNotEquals(before.accessKeyId(), chained.resolveCredentials().accessKeyId());
    assertEquals(2, assumptions());
    assertEquals(2, world.exchanges());
  }

  @Test
  void aFailingParentDoesNotAffectValidCredentials() {
    AwsCredentials before = chained.resolveCredentials();
    world.lab.deleteServiceAccount(world.account);
    assertFalse(parent.refresh());

    assertSame(before, chained.resolveCredentials());
  }

  @Test
  void theCallAfterARejectedOneUsesNewCredentials() {
    try (StsClient client =
        StsClients.of(world, chained, new RejectedCredentialsInterceptor(chained))) {
      client.getCallerIdentity();
      world.lab.accessKeys().expireSessions(data.arn());

      assertThrows(StsException.class, client::getCallerIdentity);
      String next = client.getCallerIdentity().arn();

      assertEquals(data.sessionArn("irsa-" + world.pod.name()), next);
      assertEquals(2, assumptions());
    }
  }

  @Test
  void anotherRejectionShortlyAfterwardsCausesNoFurtherCall() {
    chained.invalidate(chained.resolveCredentials().accessKeyId());
    AwsCredentials second = chained.resolveCredentials();

    chained.invalidate(second.accessKeyId());

    assertSame(second, chained.resolveCredentials());
    assertEquals(2, assumptions());
  }

  @Test
  void withoutTheStsModuleOnlyChainingFailsAndTheErrorNamesTheArtifact() throws Exception {
    // Not closed: workers of the core in it may still load classes when this test is over.
    Class<?> type = withoutSts().loadClass(IrsaCredentialsProvider.class.getName());
    Object builder = type.getMethod("builder").invoke(null);
    Consumer<Object> environment = core -> set(core, "environment", world.environment());
    Object provider = built(builder, environment, type);
    Object credentials = type.getMethod("resolveCredentials").invoke(provider);
    Object chain = type.getMethod("chainedRole", String.class).invoke(provider, data.arn());

    var thrown =
        assertThrows(
            InvocationTargetException.class,
            () -> chain.getClass().getMethod("resolveCredentials").invoke(chain));

    type.getMethod("close").invoke(provider);
    assertTrue(credentials.toString().startsWith("AwsSessionCredentials"));
    assertEquals(IrsaCredentialsException.class.getName(), thrown.getCause().getClass().getName());
    assertTrue(
        thrown
            .getCause()
            .getMessage()
            .contains("software.amazon.awssdk:sts (from class path): is missing"),
        thrown.getCause().getMessage());
  }

  /**
   * Builds a provider by method handles, which find one method. {@code getMethod} would load the
   * types of all, and with them that of {@code stsClient}.
   */
  private static Object built(Object builder, Consumer<Object> environment, Class<?> provider) {
    Class<?> type = builder.getClass();
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    try {
      Object unused =
          lookup
              .findVirtual(type, "configure", MethodType.methodType(type, Consumer.class))
              .invoke(builder, environment);
      return lookup.findVirtual(type, "build", MethodType.methodType(provider)).invoke(builder);
    } catch (Throwable impossible) {
      throw new LinkageError(impossible.getMessage(), impossible);
    }
  }

  private static void set(Object core, String name, Map<String, String> value) {
    try {
      core.getClass().getMethod(name, Map.class).invoke(core, value);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError(impossible.getMessage(), impossible);
    }
  }

  private static URLClassLoader withoutSts() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!Path.of(entry).getFileName().toString().startsWith("sts-")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
