package dev.irsa.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.sts.StsRequest;
import dev.irsa.internal.sts.StsRequests;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Tests the way from a host name to a connection. */
final class ConnectionFactoryTest {

  private static final String HOST = "sts.example.test";

  private static URI at(ScriptedServer server) {
    return URI.create("http://" + HOST + ":" + server.port() + "/");
  }

  private static Transport finding(HostResolver resolver) {
    return new Transport(null, null, null, resolver);
  }

  private static InetAddress loopback(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  @Test
  void theNextAddressIsTriedWhenOneRefuses() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    InetAddress[] addresses = {loopback(3), loopback(2), loopback(1)};
    try (ScriptedServer server = ScriptedServer.answering(200, StsResponses.success())) {
      ExchangeResult answer =
          StsRequests.send(
              at(server),
              finding(
                  host -> {
                    asked.add(host);
                    return addresses.clone();
                  }));

      assertEquals("111122223333", answer.credentials().accountId());
      assertEquals(1, server.connections());
      assertEquals(List.of(HOST), asked);
      assertTrue(
          server.requests().get(0).contains("\r\nHost: " + HOST + ":" + server.port() + "\r\n"),
          server.requests()::toString);
    }
  }

  @Test
  void theLastFailureIsReportedIfAllAddressesRefuse() throws Exception {
    InetAddress[] addresses = {loopback(3), loopback(2)};
    try (ScriptedServer server = ScriptedServer.answering(200, StsResponses.success())) {
      var failure =
          StsRequests.failWithoutAnswer(
              at(server), finding(host -> addresses.clone()), StsRequests.BOUND);

      assertEquals(Stage.CONNECT, failure.stage(), failure::getMessage);
      assertEquals(0, server.connections());
    }
  }

  @Test
  void aLookupThatTakesTheWholeTimeIsADnsFailureAndOpensNoConnection() throws Exception {
    long[] nanos = {0};
    InetAddress[] addresses = {loopback(1)};
    try (ScriptedServer server = ScriptedServer.answering(200, StsResponses.success())) {
      Transport slow =
          finding(
              host -> {
                nanos[0] += Duration.ofSeconds(8).toNanos();
                return addresses.clone();
              });
      StsRequest call =
          new StsRequest(
              at(server), slow, new RunningExchange(Duration.ofSeconds(7), () -> nanos[0]));

      var failure =
          assertThrows(
              ExchangeUnavailableException.class,
              () -> call.send(StsRequests.IDENTITY, StsRequests.TOKEN));

      assertEquals(Stage.DNS, failure.stage(), failure::getMessage);
      assertTrue(
          failure.getMessage().contains("could not be looked up within 8 s"), failure::getMessage);
      assertEquals(0, server.connections());
    }
  }

  @Test
  void aCallAbortedDuringTheLookupOpensNoConnection() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    InetAddress[] addresses = {loopback(1)};
    HostResolver slow =
        host -> {
          asked.countDown();
          awaitUninterruptibly(answered);
          return addresses.clone();
        };
    try (ScriptedServer server = ScriptedServer.answering(200, StsResponses.success())) {
      RunningExchange call = StsRequests.call(Duration.ofHours(1));
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      var caller =
          new Thread(
              () ->
                  ended.complete(
                      assertThrows(
                          ExchangeUnavailableException.class,
                          () -> StsRequests.send(at(server), finding(slow), call))));
      caller.start();
      asked.await();

      call.abort();
      answered.countDown();

      assertTrue(ended.join().getMessage().contains("the call was cancelled"));
      caller.join();
      assertEquals(0, server.connections());
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
