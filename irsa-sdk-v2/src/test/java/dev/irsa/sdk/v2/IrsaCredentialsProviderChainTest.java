package dev.irsa.sdk.v2;

import static dev.irsa.internal.adapter.Samples.session;
import static dev.irsa.sdk.v2.Identities.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.adapter.FakeHandle;
import dev.irsa.internal.adapter.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.SdkAutoCloseable;

class IrsaCredentialsProviderChainTest {

  private final StubProvider keys = new StubProvider();
  private final StubProvider node = new StubProvider();
  private final FakeHandle pod = new FakeHandle();
  private final List<StubProvider> madeLater = new ArrayList<>();
  private final List<LogRecord> warnings = new ArrayList<>();
  private final Logger log = Logger.getLogger(IrsaCredentialsProviderChain.class.getName());
  private final Handler capture = new Capture();

  private final IrsaCredentialsProviderChain chain =
      new IrsaCredentialsProviderChain(
          List.of(keys),
          new IrsaCredentialsProvider(new ReopeningSession(this::handle, "h,k")),
          () -> {
            madeLater.add(node);
            return List.of(node);
          });

  private FakeHandle handle() {
    return pod.closed ? FakeHandle.failing(Samples.notAnIrsaPod()) : pod;
  }

  @BeforeEach
  void listen() {
    log.addHandler(capture);
    log.setUseParentHandlers(false);
  }

  @AfterEach
  void restore() {
    log.removeHandler(capture);
    log.setUseParentHandlers(true);
    System.clearProperty("aws.roleArn");
    System.clearProperty("aws.webIdentityTokenFile");
  }

  @Test
  void staticKeysGoBeforeThePodsRole() {
    keys.credentials = AwsBasicCredentials.create("AKIA1", "secret");
    pod.session = session("ASIA1");

    assertEquals("AKIA1", chain.resolveCredentials().accessKeyId());
    assertEquals("AKIA1", chain.resolveIdentity(REQUEST).join().accessKeyId());
  }

  @Test
  void thePodsRoleGoesBeforeWhatTheNodeOffers() {
    pod.session = session("ASIA1");
    node.credentials = AwsBasicCredentials.create("NODE", "secret");

    assertEquals("ASIA1", chain.resolveCredentials().accessKeyId());
    assertEquals("ASIA1", chain.resolveIdentity(REQUEST).join().accessKeyId());
    assertEquals(List.of(), madeLater);
  }

  @Test
  void outsideAnIrsaPodTheChainGoesOn() {
    pod.failure = Samples.notAnIrsaPod();
    node.credentials = AwsBasicCredentials.create("NODE", "secret");

    assertEquals("NODE", chain.resolveCredentials().accessKeyId());
  }

  @Test
  void outsideAnIrsaPodResolveIdentityGoesOnToo() {
    pod.failure = Samples.notAnIrsaPod();
    node.credentials = AwsBasicCredentials.create("NODE", "secret");

    assertEquals("NODE", chain.resolveIdentity(REQUEST).join().accessKeyId());
    assertEquals("NODE", chain.resolveIdentity(REQUEST).join().accessKeyId());
  }

  static List<CredentialsException> failuresOfAnIrsaPod() {
    return List.of(
        Samples.unavailable(),
        Samples.rejected(),
        Samples.tokenUnavailable(),
        Samples.halfConfigured());
  }

  @ParameterizedTest
  @MethodSource("failuresOfAnIrsaPod")
  void inAnIrsaPodTheChainStopsWithTheTypedErrorAndAsksNobodyElse(CredentialsException failure) {
    pod.failure = failure;
    node.credentials = AwsBasicCredentials.create("NODE", "secret");

    var thrown = assertThrows(SdkClientException.class, chain::resolveCredentials);
    Throwable told = chain.resolveIdentity(REQUEST).handle((identity, error) -> error).join();

    assertSame(failure, thrown.getCause());
    assertSame(failure, told.getCause());
    assertEquals(0, node.calls);
  }

  @Test
  void aDefectInOurProviderDoesNotLeadToTheNodesRole() {
    pod.failure = new IllegalStateException("defect");
    node.credentials = AwsBasicCredentials.create("NODE", "secret");

    assertThrows(IllegalStateException.class, chain::resolveCredentials);
    assertEquals(0, node.calls);
  }

  @Test
  void aFailureIsNotRemembered() {
    pod.failure = Samples.unavailable();
    assertThrows(SdkClientException.class, chain::resolveCredentials);

    pod.failure = null;
    pod.session = session("ASIA1");

    assertEquals("ASIA1", chain.resolveCredentials().accessKeyId());
  }

  @Test
  void whoAnsweredLastIsForgottenWhenItFails() {
    pod.session = session("ASIA1");
    chain.resolveCredentials();
    pod.failure = Samples.unavailable();
    keys.credentials = AwsBasicCredentials.create("AKIA1", "secret");

    assertThrows(SdkClientException.class, chain::resolveCredentials);

    assertEquals("AKIA1", chain.resolveCredentials().accessKeyId());
  }

  @Test
  void whoAnsweredLastIsForgottenWhenItsFutureFails() {
    pod.session = session("ASIA1");
    chain.resolveIdentity(REQUEST).join();
    pod.failure = Samples.unavailable();
    keys.credentials = AwsBasicCredentials.create("AKIA1", "secret");

    assertTrue(chain.resolveIdentity(REQUEST).isCompletedExceptionally());

    assertEquals("AKIA1", chain.resolveIdentity(REQUEST).join().accessKeyId());
  }

  @Test
  void staticKeysAreNotAskedWhileThePodsRoleAnswers() {
    pod.session = session("ASIA1");
    chain.resolveCredentials();
    int before = keys.calls;

    chain.resolveCredentials();
    chain.resolveIdentity(REQUEST).join();

    assertEquals(before, keys.calls);
  }

  @Test
  void aTotalFailureKeepsEveryProvidersOwnMessageAndException() {
    CredentialsException noPod = Samples.notAnIrsaPod();
    pod.failure = noPod;

    var thrown = assertThrows(IrsaCredentialsException.class, chain::resolveCredentials);

    assertSame(noPod, thrown.getCause());
    assertEquals(3, thrown.getSuppressed().length);
    assertSame(keys.failure, thrown.getSuppressed()[0]);
    assertSame(noPod, thrown.getSuppressed()[1].getCause());
    assertSame(node.failure, thrown.getSuppressed()[2]);
    assertTrue(thrown.getMessage().contains("StubProvider: nothing here"), thrown.getMessage());
    assertTrue(
        thrown.getMessage().contains("IrsaCredentialsProvider: This is not an IRSA pod"),
        thrown.getMessage());
  }

  @Test
  void aTotalFailureOfResolveIdentityKeepsThemToo() {
    pod.failure = Samples.notAnIrsaPod();

    Throwable told = chain.resolveIdentity(REQUEST).handle((identity, error) -> error).join();

    assertEquals(3, assertInstanceOf(IrsaCredentialsException.class, told).getSuppressed().length);
  }

  @Test
  void afterATotalFailureTheProvidersBehindAreMadeAnew() {
    pod.failure = Samples.notAnIrsaPod();
    assertThrows(SdkClientException.class, chain::resolveCredentials);

    assertThrows(SdkClientException.class, chain::resolveCredentials);

    assertEquals(2, madeLater.size());
    assertEquals(2, node.closes);
  }

  @Test
  void resolveIdentityNeverBlocksOnAProviderThatDoes() {
    pod.failure = Samples.notAnIrsaPod();
    node.gate = new CountDownLatch(1);
    node.credentials = AwsBasicCredentials.create("NODE", "secret");

    CompletableFuture<AwsCredentialsIdentity> identity = chain.resolveIdentity(REQUEST);
    boolean doneAtOnce = identity.isDone();
    node.gate.countDown();

    assertFalse(doneAtOnce);
    assertEquals("NODE", identity.join().accessKeyId());
  }

  @Test
  void keysThatShadowThePodsRoleAreWarnedOfOnce() {
    System.setProperty("aws.roleArn", Samples.ROLE_ARN);
    keys.credentials = AwsBasicCredentials.create("AKIA1", "very-secret");

    chain.resolveCredentials();
    chain.resolveCredentials();

    assertEquals(1, warnings.size());
    assertEquals(Level.WARNING, warnings.get(0).getLevel());
    assertTrue(warnings.get(0).getMessage().contains("shadow"));
    assertFalse(warnings.get(0).getMessage().contains("very-secret"));
  }

  @Test
  void halfAConfigurationIsEnoughForTheWarning() {
    System.setProperty("aws.webIdentityTokenFile", "/var/run/token");
    keys.credentials = AwsBasicCredentials.create("AKIA1", "secret");

    chain.resolveCredentials();

    assertEquals(1, warnings.size());
  }

  @Test
  void keysOutsideAnIrsaPodAreNotWarnedOf() {
    System.setProperty("aws.roleArn", " ");
    keys.credentials = AwsBasicCredentials.create("AKIA1", "secret");

    chain.resolveCredentials();

    assertEquals(List.of(), warnings);
  }

  @Test
  void closeGivesBackAllAndALaterCallServesAgain() {
    pod.failure = Samples.notAnIrsaPod();
    node.credentials = AwsBasicCredentials.create("NODE", "secret");
    chain.resolveCredentials();

    chain.close();
    chain.close();

    assertEquals(1, pod.closes.get());
    assertEquals(1, node.closes);
    assertEquals("NODE", chain.resolveCredentials().accessKeyId());
  }

  @Test
  void aRejectedKeyIsToldToThePodsProvider() {
    pod.session = session("ASIA1");
    AwsCredentials credentials = chain.resolveCredentials();

    boolean done = chain.invalidate(credentials).isDone();
    chain.invalidate("ASIA2");

    assertTrue(done);
    assertEquals(List.of("ASIA1", "ASIA2"), pod.invalidated);
  }

  @Test
  void theRealChainIsMadeWithoutAskingAnybody() {
    IrsaCredentialsProviderChain.create().close();
    new IrsaCredentialsProviderChain().close();
  }

  /** A provider of the SDK, as far as a chain is concerned. */
  private static final class StubProvider implements AwsCredentialsProvider, SdkAutoCloseable {

    final RuntimeException failure =
        SdkClientException.create("nothing here", new IllegalStateException("the reason"));
    volatile @Nullable AwsCredentials credentials;
    volatile @Nullable CountDownLatch gate;
    int calls;
    int closes;

    @Override
    public AwsCredentials resolveCredentials() {
      calls++;
      CountDownLatch closed = gate;
      if (closed != null) {
        try {
          closed.await();
        } catch (InterruptedException interrupted) {
          throw new AssertionError(interrupted);
        }
      }
      AwsCredentials held = credentials;
      if (held == null) {
        throw failure;
      }
      return held;
    }

    @Override
    public void close() {
      closes++;
    }
  }

  private final class Capture extends Handler {
    @Override
    public void publish(LogRecord logged) {
      warnings.add(logged);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
