package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sts.WebTokenExchange;
import dev.irsa.internal.time.Clocks;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that code of the application may throw anything. */
class ForeignCodeTest {

  /** What foreign code throws. */
  @SuppressWarnings("ImmutableEnumChecker") // Nobody changes them.
  enum Thrown {
    /** As code in Kotlin, or with {@code @SneakyThrows}. */
    UNDECLARED_CHECKED_EXCEPTION(new IOException("as told")),
    RUNTIME_EXCEPTION(new IllegalStateException("as told")),
    ERROR(new AssertionError("as told")),
    OUT_OF_MEMORY(new OutOfMemoryError("as told")),
    LINKAGE_ERROR(new NoClassDefFoundError("as told"));

    private final Throwable throwable;

    Thrown(Throwable throwable) {
      this.throwable = throwable;
    }

    void fail() {
      Thrown.<RuntimeException>sneaky(throwable);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneaky(Throwable throwable) throws E {
      throw (E) throwable;
    }
  }

  @TempDir Path folder;

  private IrsaCredentials.Builder builder(String session) {
    return TestPod.calling((request, bound) -> TestPod.issued("ASIA1"), TestPod.token(folder))
        .roleSessionName(session)
        .deadline(Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @EnumSource
  void whateverAClientThrowsIsATypedFailure(Thrown thrown) {
    WebIdentity identity =
        new WebIdentity(
            TestPod.ROLE, TestPod.token(folder), null, "irsa-cart-0", null, null, List.of());
    Exchange exchange =
        new WebTokenExchange(
            identity,
            URI.create("https://sts.eu-west-1.amazonaws.com/"),
            new Transport(null, null, null),
            null,
            (request, bound) -> {
              thrown.fail();
              return TestPod.issued("ASIA1");
            },
            Clocks.system());

    var told =
        assertThrows(
            ExchangeUnavailableException.class,
            () -> exchange.run(EnvironmentExchange.call(Duration.ofSeconds(7))));

    assertTrue(told.getMessage().contains("application's client"), told.getMessage());
    assertTrue(told.getMessage().contains("as told"), told.getMessage());
  }

  /** A client whose methods for comparisons must not be called. */
  private static final class Hostile implements WebIdentityExchange {
    @Override
    public Response exchange(Request request, Duration bound) {
      return TestPod.issued("ASIA1");
    }

    @Override
    public boolean equals(Object other) {
      throw new AssertionError("equals");
    }

    @Override
    public int hashCode() {
      throw new AssertionError("hashCode");
    }
  }

  @Test
  void clientsAreComparedByIdentityAndNotByTheirOwnMethods() {
    IrsaCredentials.Builder builder = builder("compared");
    WebIdentityExchange client = new Hostile();
    try (IrsaCredentials one = builder.webIdentityExchange(client).build();
        IrsaCredentials same = builder.webIdentityExchange(client).build();
        IrsaCredentials other = builder.webIdentityExchange(new Hostile()).build()) {
      assertSame(one.credentials(), same.credentials());
      assertNotSame(one.credentials(), other.credentials());
    }
  }

  /** A client cannot create them, so they are a failure of the client. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "to\r\nken",
        "token\n",
        "to\u0000ken",
        "to\u007fken",
        "to\u0085ken",
        "to\u2028ken"
      })
  void credentialsThatCannotStandInAHeaderAreRefusedWithoutBeingShown(String token) {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> SessionCredentials.of("ASIA1", "secret", token, Instant.MAX));

    assertTrue(refused.getMessage().contains("sessionToken"), refused.getMessage());
    assertFalse(refused.getMessage().contains(token), refused.getMessage());
  }

  /** As SDK clients without time-outs do: they neither return nor heed the interrupt. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aClientThatHangsKeepsOneThreadAndStopsNoOtherRole() {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    WebIdentityExchange deaf =
        (request, bound) -> {
          calls.incrementAndGet();
          Foreign.awaitDeaf(end);
          return TestPod.issued("ASIA1");
        };
    try (IrsaCredentials other = builder("beside-deaf").build()) {
      for (int tenant = 0; tenant < 9; tenant++) {
        // A handle of its own, as an application may have for each tenant.
        try (IrsaCredentials ofTenant =
            builder("deaf-" + tenant).webIdentityExchange(deaf).build()) {
          TestPod.failUntil(ofTenant, tenant == 0 ? "" : "has not returned from an earlier call");
        }
      }

      assertEquals("ASIA1", other.credentials().accessKeyId());
      assertEquals(1, calls.get());
    } finally {
      end.countDown();
    }
  }

  // ---- all doors

  /** How code of the application is called by the library. */
  enum Door {
    CLIENT,
    SUPPLIER,
    LISTENER,
    LOG,
    DEPENDENT,
    SOCKETS,
    /** The methods of what a client throws. */
    FAILURE
  }

  /** What it does there. */
  enum Deed {
    THROWS_AN_UNDECLARED_EXCEPTION,
    THROWS_AN_ERROR,
    BLOCKS,
    CALLS_BACK
  }

  static Stream<Arguments> doorsAndDeeds() {
    return Stream.of(Door.values())
        .flatMap(door -> Stream.of(Deed.values()).map(deed -> Arguments.of(door, deed)));
  }

  /** Nor does it run on a thread that everybody needs. */
  @ParameterizedTest
  @MethodSource("doorsAndDeeds")
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nobodyElseNoticesWhatForeignCodeDoes(Door door, Deed deed) throws Exception {
    Foreign foreign = new Foreign(deed);
    try (CapturedLogs unusedLogs =
            CapturedLogs.open(door == Door.LOG ? line -> foreign.call() : line -> {});
        IrsaCredentials other = builder("other-" + door + "-" + deed).build();
        IrsaCredentials irsa = handle(door, foreign)) {
      foreign.called = irsa;
      CompletableFuture<SessionCredentials> asked = irsa.credentialsAsync();
      if (door == Door.DEPENDENT) {
        var unused = asked.thenRun(foreign::call);
        foreign.attached.countDown();
      }
      foreign.begun.await();
      if (deed == Deed.CALLS_BACK) {
        foreign.left.await();
      }

      assertEquals("ASIA1", other.credentials().accessKeyId());
      assertTrue(other.refresh());
      assertEquals("ASIA1", other.credentialsAsync().get().accessKeyId());
      assertEquals(IrsaStatus.State.FRESH, other.status().state());
      // Within its own deadline.
      asked.handle((credentials, failure) -> failure).get(20, TimeUnit.SECONDS);
      assertNotNull(irsa.status());
    } finally {
      foreign.end.countDown();
    }
    foreign.left.await();
    for (String thread : foreign.threads) {
      assertFalse(thread.startsWith("irsa-loop"), thread);
    }
  }

  /** Returns a handle that calls foreign code at one door. */
  private IrsaCredentials handle(Door door, Foreign foreign) throws Exception {
    IrsaCredentials.Builder builder =
        builder("foreign-" + door + "-" + foreign.deed).deadline(Duration.ofMillis(300));
    switch (door) {
      case CLIENT ->
          builder.webIdentityExchange(
              (request, bound) -> {
                foreign.call();
                return TestPod.issued("ASIA1");
              });
      case SUPPLIER ->
          builder.webIdentityToken(
              () -> {
                foreign.call();
                return StsResponses.TOKEN;
              });
      case LISTENER -> builder.addListener(event -> foreign.call());
      case SOCKETS -> {
        return IrsaCredentials.builder()
            .environment(Map.of())
            .roleArn(TestPod.ROLE)
            .webIdentityTokenFile(TestPod.token(folder))
            .region("eu-west-1")
            .endpointOverride(URI.create("https://127.0.0.1:9/"))
            .roleSessionName("foreign-" + foreign.deed)
            .sslContext(ForeignSockets.context(foreign::call))
            .deadline(Duration.ofMillis(300))
            .build();
      }
      case FAILURE ->
          builder.webIdentityExchange(
              (request, bound) -> {
                throw new HostileException(foreign::call);
              });
      case DEPENDENT ->
          // A dependent of a future that is complete would run on the thread of the test.
          builder
              .deadline(Duration.ofSeconds(20))
              .webIdentityExchange(
                  (request, bound) -> {
                    foreign.awaitAttached();
                    return TestPod.issued("ASIA1");
                  });
      case LOG -> {}
    }
    return builder.build();
  }

  /** Code of an application, which notes where it runs. */
  private static final class Foreign {
    private final Deed deed;
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final CountDownLatch attached = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicBoolean hasCalledBack = new AtomicBoolean();
    private volatile @Nullable IrsaCredentials called;

    Foreign(Deed deed) {
      this.deed = deed;
    }

    void call() {
      if (deed == Deed.CALLS_BACK && called == null) {
        // A line of another test in the log.
        return;
      }
      threads.add(Thread.currentThread().getName());
      begun.countDown();
      try {
        switch (deed) {
          case THROWS_AN_UNDECLARED_EXCEPTION -> Thrown.UNDECLARED_CHECKED_EXCEPTION.fail();
          case THROWS_AN_ERROR -> Thrown.ERROR.fail();
          case BLOCKS -> block();
          case CALLS_BACK -> callBack();
        }
      } finally {
        left.countDown();
      }
    }

    void awaitAttached() {
      try {
        attached.await();
      } catch (InterruptedException aborted) {
        Thread.currentThread().interrupt();
      }
    }

    static void awaitDeaf(CountDownLatch end) {
      while (end.getCount() > 0) {
        try {
          end.await();
        } catch (InterruptedException ignored) {
          // On purpose.
        }
      }
    }

    private void block() {
      try {
        end.await();
      } catch (InterruptedException aborted) {
        Thread.currentThread().interrupt();
      }
    }

    private void callBack() {
      IrsaCredentials irsa = called;
      if (irsa == null || hasCalledBack.getAndSet(true)) {
        return;
      }
      assertNotNull(irsa.status());
      assertNotNull(irsa.credentialsAsync());
      try {
        assertNotNull(irsa.credentials());
      } catch (CredentialsException failure) {
        // As if it had been called from anywhere.
      }
      irsa.invalidate("ASIA1");
      irsa.close();
      IrsaCredentials.discardAll();
    }
  }

  /** An exception that calls foreign code whenever it is asked for anything. */
  @SuppressWarnings("OverrideThrowableToString") // As careless applications do.
  private static final class HostileException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Runnable foreign;

    HostileException(Runnable foreign) {
      this.foreign = foreign;
    }

    @Override
    public String getMessage() {
      foreign.run();
      return "as told";
    }

    @Override
    public synchronized @Nullable Throwable getCause() {
      foreign.run();
      return null;
    }

    @Override
    public String toString() {
      foreign.run();
      return "as told";
    }
  }

  /** An SSL context whose sockets are foreign code, as are its methods for comparisons. */
  private static final class ForeignSockets extends SSLContextSpi {
    private final Runnable foreign;

    private ForeignSockets(Runnable foreign) {
      this.foreign = foreign;
    }

    static SSLContext context(Runnable foreign) throws NoSuchAlgorithmException {
      return new SSLContext(
          new ForeignSockets(foreign), SSLContext.getDefault().getProvider(), "TLS") {};
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      foreign.run();
      return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {}

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      throw new UnsupportedOperationException();
    }
  }
}
