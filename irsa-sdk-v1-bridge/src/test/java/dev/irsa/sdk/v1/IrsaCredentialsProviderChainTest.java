package dev.irsa.sdk.v1;

import static dev.irsa.internal.adapter.Samples.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.adapter.FakeHandle;
import dev.irsa.internal.adapter.Samples;
import java.util.ArrayList;
import java.util.List;
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
          new IrsaCredentialsProvider(SdkSession.over(this::handle)),
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
    keys.credentials = new BasicAWSCredentials("AKIA1", "secret");
    pod.session = session("ASIA1");

    assertEquals("AKIA1", chain.getCredentials().getAWSAccessKeyId());
  }

  @Test
  void thePodsRoleGoesBeforeWhatTheNodeOffers() {
    pod.session = session("ASIA1");
    node.credentials = new BasicAWSCredentials("NODE", "secret");

    assertEquals("ASIA1", chain.getCredentials().getAWSAccessKeyId());
    assertEquals(List.of(), madeLater);
  }

  @Test
  void outsideAnIrsaPodTheChainGoesOn() {
    pod.failure = Samples.notAnIrsaPod();
    node.credentials = new BasicAWSCredentials("NODE", "secret");

    assertEquals("NODE", chain.getCredentials().getAWSAccessKeyId());
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
    node.credentials = new BasicAWSCredentials("NODE", "secret");

    var thrown = assertThrows(SdkClientException.class, chain::getCredentials);

    assertSame(failure, thrown.getCause());
    assertEquals(0, node.calls);
  }

  @Test
  void aDefectInOurProviderDoesNotLeadToTheNodesRole() {
    pod.failure = new IllegalStateException("defect");
    node.credentials = new BasicAWSCredentials("NODE", "secret");

    assertThrows(IllegalStateException.class, chain::getCredentials);
    assertEquals(0, node.calls);
  }

  @Test
  void aFailureIsNotRemembered() {
    pod.failure = Samples.unavailable();
    assertThrows(SdkClientException.class, chain::getCredentials);

    pod.failure = null;
    pod.session = session("ASIA1");

    assertEquals("ASIA1", chain.getCredentials().getAWSAccessKeyId());
  }

  @Test
  void whoAnsweredLastIsForgottenWhenItFails() {
    pod.session = session("ASIA1");
    chain.getCredentials();
    pod.failure = Samples.unavailable();
    keys.credentials = new BasicAWSCredentials("AKIA1", "secret");

    assertThrows(SdkClientException.class, chain::getCredentials);

    assertEquals("AKIA1", chain.getCredentials().getAWSAccessKeyId());
  }

  @Test
  void staticKeysAreNotAskedWhileThePodsRoleAnswers() {
    pod.session = session("ASIA1");
    chain.getCredentials();
    int before = keys.calls;

    chain.getCredentials();

    assertEquals(before, keys.calls);
  }

  @Test
  void aTotalFailureKeepsEveryProvidersOwnMessageAndException() {
    CredentialsException noPod = Samples.notAnIrsaPod();
    pod.failure = noPod;

    var thrown = assertThrows(IrsaCredentialsException.class, chain::getCredentials);

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
  void afterATotalFailureTheProvidersBehindAreMadeAnew() {
    pod.failure = Samples.notAnIrsaPod();
    assertThrows(SdkClientException.class, chain::getCredentials);

    assertThrows(SdkClientException.class, chain::getCredentials);

    assertEquals(2, madeLater.size());
  }

  @Test
  void keysThatShadowThePodsRoleAreWarnedOfOnce() {
    System.setProperty("aws.roleArn", Samples.ROLE_ARN);
    keys.credentials = new BasicAWSCredentials("AKIA1", "very-secret");

    chain.getCredentials();
    chain.getCredentials();

    assertEquals(1, warnings.size());
    assertEquals(Level.WARNING, warnings.get(0).getLevel());
    assertTrue(warnings.get(0).getMessage().contains("shadow"));
    assertFalse(warnings.get(0).getMessage().contains("very-secret"));
  }

  @Test
  void halfAConfigurationIsEnoughForTheWarning() {
    System.setProperty("aws.webIdentityTokenFile", "/var/run/token");
    keys.credentials = new BasicAWSCredentials("AKIA1", "secret");

    chain.getCredentials();

    assertEquals(1, warnings.size());
  }

  @Test
  void keysOutsideAnIrsaPodAreNotWarnedOf() {
    System.setProperty("aws.roleArn", " ");
    keys.credentials = new BasicAWSCredentials("AKIA1", "secret");

    chain.getCredentials();

    assertEquals(List.of(), warnings);
  }

  @Test
  void closeGivesBackAllAndALaterCallServesAgain() {
    pod.failure = Samples.notAnIrsaPod();
    node.credentials = new BasicAWSCredentials("NODE", "secret");
    chain.getCredentials();

    chain.close();
    chain.close();

    assertEquals(1, pod.closes.get());
    assertEquals("NODE", chain.getCredentials().getAWSAccessKeyId());
  }

  @Test
  void refreshReachesWhoAnsweredLastAndNobodyElse() {
    pod.failure = Samples.notAnIrsaPod();
    node.credentials = new BasicAWSCredentials("NODE", "secret");
    chain.refresh();
    int beforeAnAnswer = node.refreshes;
    chain.getCredentials();

    chain.refresh();

    assertEquals(0, beforeAnAnswer);
    assertEquals(1, node.refreshes);
    assertEquals(0, keys.refreshes);
  }

  @Test
  void aFailedRefreshOfThePodsRoleIsTold() {
    pod.session = session("ASIA1");
    chain.getCredentials();
    pod.failure = Samples.unavailable();

    assertThrows(IrsaCredentialsException.class, chain::refresh);
  }

  @Test
  void aRejectedKeyIsToldToThePodsProvider() {
    pod.session = session("ASIA1");
    chain.getCredentials();
    chain.invalidate("ASIA1");

    assertEquals(List.of("ASIA1"), pod.invalidated);
  }

  @Test
  void theRealChainIsMadeWithoutAskingAnybody() {
    IrsaCredentialsProviderChain.getInstance().close();
    new IrsaCredentialsProviderChain().close();
  }

  /** A provider of the SDK, as far as a chain is concerned. */
  private static final class StubProvider implements AWSCredentialsProvider {

    final RuntimeException failure =
        new SdkClientException("nothing here", new IllegalStateException("the reason"));
    @Nullable AWSCredentials credentials;
    int calls;
    int refreshes;

    @Override
    public AWSCredentials getCredentials() {
      calls++;
      if (credentials == null) {
        throw failure;
      }
      return credentials;
    }

    @Override
    public void refresh() {
      refreshes++;
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
