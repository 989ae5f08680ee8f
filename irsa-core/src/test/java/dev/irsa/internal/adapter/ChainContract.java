package dev.irsa.internal.adapter;

import static dev.irsa.internal.adapter.Samples.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.adapter.Adapter.Driven;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which provider of a chain returns the credentials, for either SDK. */
public abstract class ChainContract<C> {

  protected final Adapter<C> adapter;
  protected final FakeHandle pod = new FakeHandle();
  protected final Driven<C> chain;
  final StubSource<C> keys;
  final StubSource<C> node;
  private final List<StubSource<C>> madeLater = new ArrayList<>();
  private final LogCapture log = new LogCapture();
  private final SystemProperties properties = new SystemProperties();

  protected ChainContract(Adapter<C> adapter) {
    this.adapter = adapter;
    this.keys = new StubSource<>(nothingHere());
    this.node = new StubSource<>(nothingHere());
    this.chain =
        adapter.chain(
            List.of(keys),
            this::handle,
            () -> {
              madeLater.add(node);
              return List.of(node);
            });
  }

  private RuntimeException nothingHere() {
    return adapter.sdkException("nothing here", new IllegalStateException("the reason"));
  }

  private FakeHandle handle() {
    return pod.closed ? FakeHandle.failing(Samples.notAnIrsaPod()) : pod;
  }

  @BeforeEach
  void beNoPod() {
    properties.clear("aws.roleArn", "aws.webIdentityTokenFile");
  }

  @AfterEach
  void restore() {
    log.close();
    properties.close();
  }

  private void assertKey(String expected) {
    for (Supplier<C> way : chain.ways()) {
      assertEquals(expected, adapter.accessKeyId(way.get()));
    }
  }

  private RuntimeException failure() {
    return assertThrows(adapter.sdkExceptionType(), chain::credentials);
  }

  @Test
  void staticKeysTakePrecedenceOverThePodsRole() {
    keys.credentials = adapter.staticKeys("AKIA1");
    pod.session = session("ASIA1");

    assertKey("AKIA1");
  }

  @Test
  void thePodsRoleTakesPrecedenceOverTheNodesRole() {
    pod.session = session("ASIA1");
    node.credentials = adapter.staticKeys("NODE");

    assertKey("ASIA1");
    assertEquals(List.of(), madeLater);
  }

  @Test
  void outsideAnIrsaPodTheChainContinues() {
    pod.failure = Samples.notAnIrsaPod();
    node.credentials = adapter.staticKeys("NODE");

    assertKey("NODE");
    assertKey("NODE");
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
  void inAnIrsaPodTheChainStopsWithTheTypedErrorWithoutAskingOthers(CredentialsException failure) {
    pod.failure = failure;
    node.credentials = adapter.staticKeys("NODE");

    for (Supplier<C> way : chain.ways()) {
      var thrown = assertThrows(adapter.sdkExceptionType(), way::get);
      assertSame(failure, thrown.getCause());
    }
    assertEquals(0, node.calls);
  }

  @Test
  void aDefectInOurProviderDoesNotLeadToTheNodesRole() {
    pod.failure = new IllegalStateException("defect");
    node.credentials = adapter.staticKeys("NODE");

    for (Supplier<C> way : chain.ways()) {
      assertThrows(IllegalStateException.class, way::get);
    }
    assertEquals(0, node.calls);
  }

  @Test
  void aDefectInTheSessionOfAProfileDoesNotLeadToTheNodesRole() {
    FakeHandle profile = FakeHandle.failing(new IllegalStateException("defect"));
    try (Driven<C> withProfile =
        adapter.chain(
            List.of(),
            () -> FakeHandle.failing(Samples.notAnIrsaPod()),
            () -> List.of(sourceOver(profile), node))) {
      node.credentials = adapter.staticKeys("NODE");

      assertThrows(IllegalStateException.class, withProfile::credentials);
    }
    assertEquals(0, node.calls);
  }

  /** Returns a source of this library, like that of a profile with a web identity. */
  protected abstract CredentialsSource<C> sourceOver(FakeHandle handle);

  @Test
  void aFailureIsNotRemembered() {
    pod.failure = Samples.unavailable();
    failure();

    pod.failure = null;
    pod.session = session("ASIA1");

    assertKey("ASIA1");
  }

  @Test
  void theLastSourceIsForgottenWhenItFails() {
    for (Supplier<C> way : chain.ways()) {
      keys.credentials = null;
      pod.failure = null;
      pod.session = session("ASIA1");
      assertEquals("ASIA1", adapter.accessKeyId(way.get()));
      pod.failure = Samples.unavailable();
      keys.credentials = adapter.staticKeys("AKIA1");

      assertThrows(adapter.sdkExceptionType(), way::get);

      assertEquals("AKIA1", adapter.accessKeyId(way.get()));
    }
  }

  @Test
  void staticKeysAreNotAskedWhileThePodsRoleWorks() {
    pod.session = session("ASIA1");
    chain.credentials();
    int before = keys.calls;

    assertKey("ASIA1");

    assertEquals(before, keys.calls);
  }

  @Test
  void aTotalFailureKeepsEveryProvidersOwnMessageAndException() {
    CredentialsException noPod = Samples.notAnIrsaPod();
    pod.failure = noPod;

    for (Supplier<C> way : chain.ways()) {
      var thrown = assertThrows(adapter.exceptionType(), way::get);

      assertSame(noPod, thrown.getCause());
      assertEquals(3, thrown.getSuppressed().length);
      assertSame(keys.failure, thrown.getSuppressed()[0]);
      assertSame(noPod, thrown.getSuppressed()[1].getCause());
      assertSame(node.failure, thrown.getSuppressed()[2]);
      assertTrue(thrown.getMessage().contains("StubProvider: nothing here"), thrown.getMessage());
      assertEquals(FailureKind.MISCONFIGURED, adapter.failureKind(thrown));
      assertEquals("annotate the account", adapter.remedy(thrown));
    }
  }

  @Test
  void aTotalFailureIndentsEachProvidersOwnListUnderIt() {
    pod.failure = Samples.notAnIrsaPod();

    assertTrue(
        failure()
            .getMessage()
            .contains(
                "\n  - IrsaCredentialsProvider: Neither IRSA nor EKS Pod Identity is configured here:"
                    + "\n      - AWS_ROLE_ARN: "),
        () -> failure().getMessage());
  }

  @Test
  void afterATotalFailureTheOtherProvidersAreCreatedAgain() {
    pod.failure = Samples.notAnIrsaPod();
    failure();

    failure();

    assertEquals(2, madeLater.size());
    assertEquals(2, node.closes);
  }

  @Test
  void keysThatShadowThePodsRoleCauseOneWarning() {
    properties.set("aws.roleArn", Samples.ROLE_ARN);
    keys.credentials = adapter.staticKeys("AKIA1");

    chain.credentials();
    chain.credentials();

    assertEquals(1, log.records.size());
    LogRecord warning = log.records.get(0);
    assertEquals(Level.WARNING, warning.getLevel());
    assertTrue(warning.getMessage().contains("StubProvider found shadow"), warning::getMessage);
    assertFalse(warning.getMessage().contains(adapter.secretAccessKey(keys.credentials)));
  }

  @Test
  void anIncompleteConfigurationIsEnoughForTheWarning() {
    properties.set("aws.webIdentityTokenFile", "/var/run/token");
    keys.credentials = adapter.staticKeys("AKIA1");

    chain.credentials();

    assertEquals(1, log.records.size());
  }

  @Test
  void keysOutsideAnIrsaPodDoNotCauseAWarning() {
    properties.set("aws.roleArn", " ");
    keys.credentials = adapter.staticKeys("AKIA1");

    chain.credentials();

    assertEquals(List.of(), log.records);
  }

  @Test
  void closeReleasesAllSourcesAndALaterCallServesAgain() {
    pod.failure = Samples.notAnIrsaPod();
    node.credentials = adapter.staticKeys("NODE");
    chain.credentials();

    chain.close();
    chain.close();

    assertEquals(2, pod.closes.get(), "which is idempotent");
    assertEquals(1, node.closes);
    assertKey("NODE");
  }

  @Test
  void refreshReachesOnlyTheLastSource() {
    pod.failure = Samples.notAnIrsaPod();
    node.credentials = adapter.staticKeys("NODE");
    chain.refresh();
    int beforeAnAnswer = node.refreshes;

    chain.refresh();

    assertEquals(0, beforeAnAnswer);
    assertEquals(1, node.refreshes);
    assertEquals(0, keys.refreshes);
  }

  @Test
  void aFailedRefreshOfThePodsRoleIsReported() {
    pod.session = session("ASIA1");
    chain.credentials();
    pod.failure = Samples.unavailable();

    assertThrows(adapter.exceptionType(), chain::refresh);
  }

  @Test
  void aRejectedKeyIsReportedToThePodsProvider() {
    chain.invalidate("BEFORE");
    pod.session = session("ASIA1");
    chain.credentials();

    chain.invalidate("ASIA1");
    chain.invalidate("ASIA2");

    assertEquals(List.of("ASIA1", "ASIA2"), pod.invalidated);
  }

  @Test
  void itsStatusIsThatOfThePodsSession() {
    assertEquals(IrsaStatus.State.FRESH, chain.status().state());
  }

  @Test
  void theRealChainIsCreatedWithoutAskingASource() {
    adapter.chain().close();
    adapter.chainBuilder().build().close();
  }
}
