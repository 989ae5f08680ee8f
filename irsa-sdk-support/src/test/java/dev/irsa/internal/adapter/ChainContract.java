package dev.irsa.internal.adapter;

import static dev.irsa.internal.adapter.Samples.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.fake.SystemProperties;
import dev.irsa.internal.adapter.Adapter.Driven;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which provider of a chain returns the credentials, for either SDK. */
public abstract class ChainContract<C> {

  protected final Adapter<C> adapter;
  protected final ScriptedPod pod = ScriptedPod.failing(Samples.notAnIrsaPod());
  protected final Driven<C> chain;
  final StubSource<C> keys;
  final StubSource<C> node;
  private final List<StubSource<C>> madeLater = new ArrayList<>();
  private final CapturedLogs log = CapturedLogs.open();
  private final SystemProperties properties = new SystemProperties();

  protected ChainContract(Adapter<C> adapter) {
    this.adapter = adapter;
    this.keys = new StubSource<>(nothingHere());
    this.node = new StubSource<>(nothingHere());
    this.chain =
        adapter.chain(
            List.of(keys),
            pod.open(adapter.types()),
            () -> {
              madeLater.add(node);
              return node;
            });
  }

  /** A replacement for an SDK's provider in a chain. */
  static final class StubSource<C> implements SdkCredentialsSource<C> {

    final RuntimeException failure;
    volatile @Nullable C credentials;
    volatile Runnable meanwhile = () -> {};
    volatile @Nullable RuntimeException failureToClose;
    int calls;
    int refreshes;
    int closes;

    StubSource(RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    public String name() {
      return "StubProvider";
    }

    @Override
    public C credentials() {
      calls++;
      meanwhile.run();
      C held = credentials;
      if (held == null) {
        throw failure;
      }
      return held;
    }

    @Override
    public boolean refresh() {
      refreshes++;
      return true;
    }

    @Override
    public void close() {
      closes++;
      RuntimeException thrown = failureToClose;
      if (thrown != null) {
        throw thrown;
      }
    }
  }

  private RuntimeException nothingHere() {
    return adapter.sdkException("nothing here", new IllegalStateException("the reason"));
  }

  /** Returns a source of this library with a defect. */
  private SdkHandle<C> defective() {
    ScriptedPod half = ScriptedPod.failing(Samples.halfConfigured());
    return half.open(
        new SdkConverter<C>() {
          @Override
          public C credentials(SessionCredentials session, List<IdentitySource> sources) {
            throw new IllegalStateException("defect");
          }

          @Override
          public RuntimeException exception(String message, Throwable cause, boolean isRetryable) {
            throw new IllegalStateException("defect");
          }
        });
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

  static List<CredentialsException> failuresOfAPod() {
    return ProviderContract.failures();
  }

  @ParameterizedTest
  @MethodSource("failuresOfAPod")
  void aFailureOfThePodsRoleDoesNotLeadToTheNodesRole(CredentialsException failure) {
    node.credentials = adapter.staticKeys("NODE");
    pod.fails(failure);

    for (Supplier<C> way : chain.ways()) {
      assertThrows(adapter.exceptionType(), way::get);
    }

    assertEquals(0, node.calls);
  }

  @Test
  void aDefectInASourceOfThisLibraryDoesNotLeadToTheNodesRole() {
    node.credentials = adapter.staticKeys("NODE");
    try (Driven<C> ofPod = adapter.chain(List.of(), defective(), () -> node)) {
      for (Supplier<C> way : ofPod.ways()) {
        assertThrows(IllegalStateException.class, way::get);
      }
    }
    assertEquals(0, node.calls);
  }

  /** It was created from files and variables of before the close. */
  @Test
  void aSourceThatIsClosedWhileItIsAskedIsNotTheLastOne() {
    node.credentials = adapter.staticKeys("NODE");
    node.meanwhile = chain::close;
    for (Supplier<C> way : chain.ways()) {
      var unused = way.get();
    }

    assertEquals(chain.ways().size(), madeLater.size());
  }

  @Test
  void theLastSourceIsForgottenWhenItFails() {
    for (Supplier<C> way : chain.ways()) {
      keys.credentials = null;
      pod.answers(session("ASIA1"));
      ScriptedPod.forget();
      assertEquals("ASIA1", adapter.accessKeyId(way.get()));
      pod.fails(Samples.rejected());
      ScriptedPod.forget();
      keys.credentials = adapter.staticKeys("AKIA1");

      assertThrows(adapter.sdkExceptionType(), way::get);

      assertEquals("AKIA1", adapter.accessKeyId(way.get()));
    }
  }

  @Test
  void staticKeysAreNotAskedWhileThePodsRoleWorks() {
    pod.answers(session("ASIA1"));
    chain.credentials();
    int before = keys.calls;

    assertKey("ASIA1");

    assertEquals(before, keys.calls);
  }

  @Test
  void aTotalFailureKeepsEveryProvidersOwnMessageAndException() {
    CredentialsException noPod = Samples.notAnIrsaPod();
    pod.fails(noPod);

    for (Supplier<C> way : chain.ways()) {
      var thrown = assertThrows(adapter.exceptionType(), way::get);

      assertSame(noPod, thrown.getCause().getCause());
      assertEquals(3, thrown.getSuppressed().length);
      assertSame(keys.failure, thrown.getSuppressed()[0]);
      assertSame(noPod, thrown.getSuppressed()[1].getCause().getCause());
      assertSame(node.failure, thrown.getSuppressed()[2]);
      assertTrue(thrown.getMessage().contains("StubProvider: nothing here"), thrown.getMessage());
      assertTrue(
          thrown
              .getMessage()
              .contains(
                  "\n  - IrsaCredentialsProvider: Neither IRSA nor EKS Pod Identity is configured"
                      + " here:\n      - AWS_ROLE_ARN: "),
          thrown.getMessage());
      assertEquals(FailureKind.MISCONFIGURED, adapter.failureKind(thrown));
      assertEquals("annotate the account", adapter.remedy(thrown));
    }
  }

  @Test
  void afterATotalFailureTheSdksChainIsCreatedAgain() {
    pod.fails(Samples.notAnIrsaPod());
    failure();

    failure();

    assertEquals(2, madeLater.size());
    assertEquals(2, node.closes);
  }

  /** Returns the warnings of keys; sessions of other tests may still write their lines. */
  private List<String> warnings() {
    return log.lines().stream().filter(line -> line.contains("shadow")).toList();
  }

  @Test
  void keysThatShadowThePodsRoleCauseOneWarning() {
    properties.set("aws.roleArn", Samples.ROLE_ARN);
    keys.credentials = adapter.staticKeys("AKIA1");

    chain.credentials();
    chain.credentials();

    assertEquals(1, warnings().size());
    String warning = warnings().get(0);
    assertTrue(warning.endsWith(Level.WARNING.getName()), warning);
    assertTrue(warning.contains("StubProvider"), warning);
    assertFalse(warning.contains(adapter.secretAccessKey(keys.credentials)));
  }

  @Test
  void keysOutsideAnIrsaPodDoNotCauseAWarning() {
    properties.set("aws.roleArn", " ");
    keys.credentials = adapter.staticKeys("AKIA1");

    chain.credentials();

    assertEquals(List.of(), warnings());
  }

  @Test
  void closeReleasesAllSourcesAndALaterCallServesAgain() {
    pod.fails(Samples.notAnIrsaPod());
    node.credentials = adapter.staticKeys("NODE");
    chain.credentials();

    chain.close();
    chain.close();

    assertEquals(1, node.closes);
    assertKey("NODE");
  }

  /** Or secrets would be left in the image of a process. */
  @Test
  void whatASourceThrowsWhileItIsClosedKeepsNothingFromBeingDiscarded() {
    node.credentials = adapter.staticKeys("NODE");
    assertKey("NODE");
    node.failureToClose = new IllegalStateException("cannot be closed");

    IrsaCredentials.discardAll();

    assertEquals(1, node.closes);
    assertKey("NODE");
    assertEquals(2, madeLater.size());
  }

  /** They may be of the files and variables of before. */
  @Test
  void sourcesThatAreCreatedWhileAllIsDiscardedAreCreatedAgain() {
    node.credentials = adapter.staticKeys("NODE");
    StubSource<C> before = new StubSource<>(nothingHere());
    before.credentials = adapter.staticKeys("BEFORE");
    List<StubSource<C>> created = new ArrayList<>();
    try (Driven<C> process =
        adapter.chain(
            List.of(),
            pod.open(adapter.types()),
            () -> {
              created.add(created.isEmpty() ? before : node);
              if (created.size() == 1) {
                IrsaCredentials.discardAll();
              }
              return created.get(created.size() - 1);
            })) {
      assertEquals("NODE", adapter.accessKeyId(process.credentials()));
      assertEquals("NODE", adapter.accessKeyId(process.credentials()));
    }
    assertEquals(1, before.closes);
    assertEquals(2, created.size());
  }

  @Test
  void refreshReachesOnlyTheLastSource() {
    pod.fails(Samples.notAnIrsaPod());
    node.credentials = adapter.staticKeys("NODE");
    chain.refresh();
    int beforeAnAnswer = node.refreshes;

    chain.refresh();

    assertEquals(0, beforeAnAnswer);
    assertEquals(1, node.refreshes);
    assertEquals(0, keys.refreshes);
  }

  @Test
  void aRejectedKeyOfThePodsRoleIsReplaced() {
    pod.answers(session("ASIA1"));
    assertKey("ASIA1");
    pod.answers(session("ASIA2"));

    chain.invalidate("ASIA1");

    assertKey("ASIA2");
  }

  @Test
  void aFailedRefreshOfThePodsRoleIsReported() {
    pod.answers(session("ASIA1"));
    chain.credentials();
    ScriptedPod.forget();
    pod.fails(Samples.rejected());

    assertThrows(adapter.exceptionType(), chain::refresh);
  }
}
