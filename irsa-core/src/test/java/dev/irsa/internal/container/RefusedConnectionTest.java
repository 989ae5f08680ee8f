package dev.irsa.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.FailureKind;
import dev.irsa.fake.DeafPort;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.TokenExchange;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests connections that cannot be opened, which are tried again within the call's bound. */
final class RefusedConnectionTest {

  private static final Duration BOUND = Duration.ofSeconds(7);
  private static final Duration ENDLESS = Duration.ofHours(1);

  private final List<Duration> pauses = new ArrayList<>();
  private final List<ScriptedServer> started = new ArrayList<>();
  private long nanos;

  @AfterEach
  void closeServers() {
    started.forEach(ScriptedServer::close);
  }

  /** Passes the time of a pause on the clock of this test. */
  private void pass(CountDownLatch aborted, Duration duration) {
    pauses.add(duration);
    nanos += duration.toNanos();
  }

  private ContainerExchange exchange(URI uri, Transport transport, ContainerExchange.Pause pause) {
    return ContainerExchanges.exchange(uri, transport, () -> nanos, pause);
  }

  private TokenExchange.Call call(URI uri, ContainerExchange.Pause pause) {
    return exchange(uri, ContainerExchanges.direct(), pause).call(BOUND);
  }

  private static ExchangeUnavailableException fail(TokenExchange.Call call) {
    return assertThrows(
        ExchangeUnavailableException.class, () -> call.send(ContainerExchanges.TOKEN));
  }

  private static List<Duration> millis(long... all) {
    List<Duration> durations = new ArrayList<>();
    for (long one : all) {
      durations.add(Duration.ofMillis(one));
    }
    return durations;
  }

  @Test
  void pausesDoubleUpToASecondAndEndBeforeTheBound() {
    try (DeafPort nobody = new DeafPort()) {
      ExchangeUnavailableException failure = fail(call(nobody.uri(), this::pass));

      assertEquals(millis(100, 200, 400, 800, 1000, 1000, 1000, 1000, 1000), pauses);
      assertEquals(Stage.CONNECT, failure.stage());
      assertEquals(FailureKind.OUTAGE, failure.failureKind());
      assertEquals(Duration.ofMillis(6500), failure.elapsed());
      assertEquals(1, failure.attempts());
      assertTrue(failure.summary().endsWith(" refused the connection"), failure::summary);
    }
  }

  @Test
  void theLookUpIsRepeatedWithEachConnection() {
    int[] lookups = {0};
    try (DeafPort nobody = new DeafPort()) {
      fail(
          exchange(
                  nobody.uri(),
                  ContainerExchanges.resolving(
                      host -> {
                        lookups[0]++;
                        return new InetAddress[] {InetAddress.getLoopbackAddress()};
                      }),
                  this::pass)
              .call(Duration.ofMillis(400)));

      assertEquals(3, lookups[0], "at 0, 100 and 300 ms");
    }
  }

  @Test
  void anAbortDuringAPauseEndsTheCallAtOnce() throws Exception {
    CountDownLatch pausing = new CountDownLatch(1);
    try (DeafPort nobody = new DeafPort()) {
      TokenExchange.Call call =
          ContainerExchanges.exchange(
                  nobody.uri(),
                  ContainerExchanges.direct(),
                  System::nanoTime,
                  (aborted, duration) -> {
                    pausing.countDown();
                    aborted.await();
                  })
              .call(ENDLESS);
      CompletableFuture<CredentialsException> ended = ContainerExchanges.failInBackground(call);
      pausing.await();

      call.abort();

      assertTrue(ended.join().getMessage().contains("the call was cancelled"));
    }
  }

  @Test
  void anInterruptEndsTheCallAndIsKept() {
    try (DeafPort nobody = new DeafPort()) {
      TokenExchange.Call call =
          ContainerExchanges.call(nobody.uri(), ContainerExchanges.direct(), ENDLESS);
      Thread.currentThread().interrupt();

      ExchangeUnavailableException failure = fail(call);

      assertTrue(Thread.interrupted(), "the flag is set");
      assertEquals(Stage.CONNECT, failure.stage());
    }
  }

  @Test
  void aConnectionThatWasOpenedIsNotRepeated() {
    try (ScriptedServer closing = ScriptedServer.plain(connection -> {});
        ScriptedServer silent = ScriptedServer.plain(connection -> connection.readRequest())) {
      fail(call(closing.uri(), this::pass));
      fail(call(silent.uri(), this::pass));

      assertEquals(1, closing.connections());
      assertEquals(1, silent.requests().size());
      assertEquals(List.of(), pauses);
    }
  }
}
