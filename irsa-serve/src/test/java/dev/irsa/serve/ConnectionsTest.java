package dev.irsa.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What many and slow clients cost the server, and each other. */
class ConnectionsTest {

  private static final int CLIENTS = 100;
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(5);

  private static IrsaLab lab;

  @BeforeAll
  static void startLab() {
    lab = IrsaLab.start();
  }

  @AfterAll
  static void closeLab() {
    lab.close();
  }

  private static ServedPod pod(Duration requestBound) throws IOException {
    return ServedPod.start(lab, settings -> settings.requestBound(requestBound));
  }

  private static List<Socket> connect(RawClient client, int number, String first)
      throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Socket socket = client.connect();
      socket.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
      sockets.add(socket);
    }
    return sockets;
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void aHundredClientsAtOnceAreServedByAtMostTenThreads() throws Exception {
    try (ServedPod pod = pod(LONG)) {
      ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
      List<Future<RawClient.Response>> responses = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        responses.add(clients.submit(() -> pod.client().send()));
      }
      int mostThreads = 0;
      for (Future<RawClient.Response> response : responses) {
        assertEquals(200, response.get().status());
        mostThreads = Math.max(mostThreads, ServerThreads.alive().size());
      }
      clients.shutdown();

      assertTrue(mostThreads <= 10, () -> ServerThreads.alive().toString());
      assertEquals(1, pod.exchanges().size(), "one session serves them all");
    }
    ServerThreads.awaitEnd();
  }

  @Test
  void slowWritersAreCutOffAndOthersServedAfterThem() throws Exception {
    try (ServedPod pod = pod(SHORT)) {
      List<Socket> slow = connect(pod.client(), 20, "GET /credentials HTTP/1.1\r\nHo");

      RawClient.Response response = pod.client().send();

      assertEquals(200, response.status(), response::text);
      for (Socket socket : slow) {
        assertEquals(408, RawClient.Response.read(socket.getInputStream()).status());
      }
      close(slow);
    }
  }

  @Test
  void slowReadersOccupyNoPlace() throws Exception {
    try (ServedPod pod = pod(LONG)) {
      List<Socket> slow = connect(pod.client(), 20, pod.client().request());

      RawClient.Response response = pod.client().send();

      assertEquals(200, response.status(), response::text);
      close(slow);
    }
  }

  @Test
  void clientsThatHangUpOccupyNoPlace() throws Exception {
    try (ServedPod pod = pod(LONG)) {
      close(connect(pod.client(), 20, "GET /credentials"));

      assertEquals(200, pod.client().send().status());
    }
  }

  /** Eight requests occupy all places for minutes; then the server is closed. */
  @Test
  void closingEndsConnectionsThatAreOpen() throws Exception {
    try (ServedPod pod = pod(LONG)) {
      List<Socket> open = connect(pod.client(), 12, "GET /credentials HTTP/1.1\r\n");

      pod.server.close();
      ServerThreads.awaitEnd();

      for (Socket socket : open) {
        assertEquals(-1, readOrReset(socket));
      }
      close(open);
    }
  }

  private static int readOrReset(Socket socket) {
    try {
      return socket.getInputStream().read();
    } catch (IOException reset) {
      return -1;
    }
  }
}
