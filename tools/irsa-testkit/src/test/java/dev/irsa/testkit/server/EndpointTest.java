package dev.irsa.testkit.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.LabTime;
import dev.irsa.testkit.ManualTime;
import dev.irsa.testkit.RawHttp;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import dev.irsa.testkit.server.Fault.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class EndpointTest {
  private static final LabCertificateAuthority AUTHORITY = LabCertificateAuthority.create();
  private static final LabCertificateAuthority STRANGER = LabCertificateAuthority.create();
  private static final Duration SOON = Duration.ofSeconds(20);

  private final ManualTime manual = ManualTime.startingAt(Instant.parse("2026-11-24T15:04:05Z"));
  private final LabTime time = LabTime.of(manual);
  private final RequestLog log = new RequestLog();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final Endpoint endpoint =
      Endpoint.start(
          new Echo(),
          time,
          new Endpoint.Certificates(
              () -> AUTHORITY.serverContext("127.0.0.1"),
              () -> STRANGER.serverContext("127.0.0.1")),
          log);
  private final Faults faults = endpoint.faults();

  @AfterEach
  void close() throws InterruptedException {
    endpoint.close();
    time.close();
    callers.shutdown();
    assertTrue(callers.awaitTermination(20, TimeUnit.SECONDS));
  }

  private Socket open() throws IOException {
    return RawHttp.open(endpoint.plainUri());
  }

  private byte[] get(String path) {
    return RawHttp.request(
        "GET", endpoint.plainUri().resolve(path), List.of("Host: localhost"), "");
  }

  private static void send(Socket socket, String... lines) throws IOException {
    socket.getOutputStream().write(String.join("\r\n", lines).getBytes(ISO_8859_1));
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  private String ask(String path) throws IOException {
    try (Socket socket = open()) {
      socket.getOutputStream().write(get(path));
      return readAll(socket);
    }
  }

  private Future<String> askAside(String path) {
    return callers.submit(() -> ask(path));
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static String receive(Socket socket, String until) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    while (text.indexOf(until) < 0) {
      int next = in.read();
      assertTrue(next >= 0, "ended after " + text);
      text.append((char) next);
    }
    return text.toString();
  }

  @Test
  void respondsWithTheLengthAndTheLabsDate() throws Exception {
    String answer = ask("/Hello?a=1");

    assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
    assertTrue(answer.contains("\r\nDate: Tue, 24 Nov 2026 15:04:05 GMT\r\n"), answer);
    assertTrue(answer.contains("\r\nContent-Length: " + body(answer).length() + "\r\n"), answer);
    assertTrue(body(answer).contains("<Query>a=1</Query>"), answer);
  }

  /** AWS SDK for Go may close a connection between head and body (aws-sdk-go-v2, issue 1825). */
  @RepeatedTest(50)
  void headAndBodyArriveInOnePiece() throws Exception {
    try (Socket socket = open()) {
      socket.getOutputStream().write(get("/Hello"));
      byte[] piece = new byte[8192];
      int length = socket.getInputStream().read(piece);

      assertTrue(new String(piece, 0, length, ISO_8859_1).endsWith("</Echo>"));
    }
  }

  @Test
  void decodesChunkedBodiesAndSendsContinueToAClientThatWaitsForIt() throws Exception {
    try (Socket socket = open()) {
      send(
          socket,
          "POST /Put HTTP/1.1",
          "Host: localhost",
          "Transfer-Encoding: chunked",
          "Expect: 100-continue",
          "",
          "");
      receive(socket, "HTTP/1.1 100 Continue\r\n\r\n");
      send(socket, "5;x=y", "hello", "7", ", world", "0", "X-Trailer: yes", "", "");

      socket.getOutputStream().write(get("/Next"));
      String both = readAll(socket);
      assertTrue(both.contains("<Body>hello, world</Body>"), both);
      assertTrue(both.contains("<Method>GET</Method>"), both);
    }
  }

  /** RFC 9112: lengths (6.2) and chunk sizes (7.1) consist of digits only. */
  @Test
  void rejectsInputThatIsNotHttp() throws Exception {
    for (String nonsense :
        List.of(
            "nonsense\r\n\r\n",
            "GET / HTTP/2\r\n\r\n",
            "GET relative HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nno colon\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: minus\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: +1\r\n\r\na",
            "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\na",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n+1\r\na\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")) {
      try (Socket socket = open()) {
        send(socket, nonsense);
        assertTrue(readAll(socket).startsWith("HTTP/1.1 400 Bad Request\r\n"), nonsense);
      }
    }
  }

  @Test
  void aFaultAppliesToTheGivenNumberOfRequests() throws Exception {
    faults.next(2, Fault.throttle());

    List<Boolean> throttled =
        List.of(
            ask("/A").contains("Throttling"),
            ask("/B").contains("Throttling"),
            ask("/C").contains("Throttling"));

    assertEquals(List.of(true, true, false), throttled);
    assertEquals("Throttling", log.all().get(1).errorCode());
    assertEquals("error Throttling", log.all().get(1).fault());
    assertEquals(400, log.all().get(1).status());
  }

  @Test
  void aFaultForOneActionDoesNotAffectOthers() throws Exception {
    faults.on("B").always(Fault.answer(502, "text/html", "<html>proxy</html>"));
    faults.on("C").always(Fault.redirect(URI.create("https://example.com/")));

    assertFalse(ask("/A").contains("proxy"));
    assertTrue(ask("/B").startsWith("HTTP/1.1 502 Bad Gateway\r\n"));
    assertTrue(ask("/C").contains("\r\nLocation: https://example.com/\r\n"));
    faults.on("B").clear();
    assertFalse(ask("/B").contains("proxy"));
  }

  @Test
  void aScheduledFaultAppliesFromItsStartInclusiveToItsEndExclusive() throws Exception {
    Instant from = time.now().plusSeconds(60);
    faults.between(from, from.plusSeconds(60), Fault.answer(503, "text/plain", "down"));

    boolean before = ask("/A").contains("down");
    manual.advance(Duration.ofSeconds(60));
    boolean atStart = ask("/A").contains("down");
    manual.advance(Duration.ofSeconds(60));
    boolean atEnd = ask("/A").contains("down");

    assertEquals(List.of(false, true, false), List.of(before, atStart, atEnd));
  }

  @Test
  void aDelayedResponseArrivesWhenTheLabsTimeHasPassed() throws Exception {
    faults.next(Fault.delay(Duration.ofSeconds(6)));

    Future<String> answer = askAside("/Slow");
    log.awaitArrivals("Slow", 1, SOON);
    manual.awaitPendingTasks(1);
    assertFalse(answer.isDone());
    manual.advance(Duration.ofSeconds(6));

    assertTrue(answer.get(20, TimeUnit.SECONDS).startsWith("HTTP/1.1 200"));
    assertEquals(
        Duration.ofSeconds(6),
        Duration.between(log.all().get(0).arrivedAt(), log.all().get(0).answeredAt()));
  }

  @Test
  void aRequestThatHangsDoesNotBlockOthers() throws Exception {
    faults.on("Hung").always(Fault.hang());

    try (Socket hung = open()) {
      hung.getOutputStream().write(get("/Hung"));
      log.awaitArrivals("Hung", 1, SOON);

      assertTrue(ask("/Other").contains("200 OK"));
      hung.setSoTimeout(50);
      assertThrows(SocketTimeoutException.class, () -> hung.getInputStream().read());
    }
    assertEquals(0, log.await("Hung", 1, SOON).get(0).status());
  }

  @Test
  void silencePreventsEvenTheTlsHandshake() throws Exception {
    faults.next(Fault.silence());

    try (SSLSocket socket =
        (SSLSocket)
            AUTHORITY
                .clientContext()
                .getSocketFactory()
                .createSocket("127.0.0.1", endpoint.secureUri().getPort())) {
      socket.setSoTimeout(50);
      assertThrows(SocketTimeoutException.class, socket::startHandshake);
    }
    assertThrows(IllegalArgumentException.class, () -> faults.on("A").next(Fault.silence()));
  }

  /**
   * Repeated, since a client that sees the end must find the request in the log however threads are
   * scheduled.
   */
  @RepeatedTest(50)
  void aResetIsDistinguishableFromAClose() throws Exception {
    faults.on("Reset").always(Fault.reset());
    faults.on("Close").always(Fault.close());

    assertThrows(SocketException.class, () -> ask("/Reset"));
    assertEquals("", ask("/Close"));
    assertEquals(List.of("reset", "close"), log.all().stream().map(RequestRecord::fault).toList());
  }

  @Test
  void aDrippedResponseArrivesByteByByte() throws Exception {
    faults.next(Fault.drip(Duration.ofSeconds(1)));

    try (Socket socket = open()) {
      socket.getOutputStream().write(get("/A"));
      receive(socket, "\r\n\r\n<");
      manual.awaitPendingTasks(1);
      socket.setSoTimeout(50);
      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
      manual.advance(Duration.ofSeconds(1));
      socket.setSoTimeout(20_000);
      assertEquals('E', socket.getInputStream().read());
    }
  }

  @Test
  void aTruncatedResponseIsCompleteHttpAndACutOffOneIsNot() throws Exception {
    faults.on("Truncated").always(Fault.truncate());
    faults.on("Cut").always(Fault.cutOff());

    String truncated = ask("/Truncated");
    String cut = ask("/Cut");

    assertTrue(truncated.contains("Content-Length: " + body(truncated).length() + "\r\n"));
    assertFalse(truncated.contains("</Echo>"));
    assertFalse(cut.contains("Content-Length: " + body(cut).length() + "\r\n"), cut);
    assertFalse(cut.contains("</Echo>"));
  }

  @Test
  void dateAndExpirationCanBeAnythingOrMissing() throws Exception {
    faults.on("A").always(Fault.date(Instant.parse("2001-02-03T04:05:06Z")));
    faults.on("B").always(Fault.date(""));
    faults.on("C").always(Fault.date("yesterday").then(Fault.expiration("never")));

    assertTrue(ask("/A").contains("\r\nDate: Sat, 03 Feb 2001 04:05:06 GMT\r\n"));
    assertFalse(ask("/B").contains("Date:"));
    String odd = ask("/C");
    assertTrue(odd.contains("Date: yesterday") && odd.contains("<Expiration>never</Expiration>"));
  }

  @Test
  void closingEndsAllRequestsThreadsAndPorts() throws Exception {
    faults.on("Hung").always(Fault.hang());
    faults.on("Gate").always(Fault.gate(Gate.closed()));
    faults.on("Slow").always(Fault.delay(Duration.ofDays(1)));
    List<Future<String>> asked = List.of(askAside("/Hung"), askAside("/Gate"), askAside("/Slow"));
    for (String action : List.of("Hung", "Gate", "Slow")) {
      log.awaitArrivals(action, 1, SOON);
    }

    endpoint.close();

    for (Future<String> answer : asked) {
      assertTrue(endedWithoutAnswer(answer));
    }
    assertEquals(
        List.of(),
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("irsa-lab-echo"))
            .toList());
    assertThrows(ConnectException.class, this::open);
  }

  private static boolean endedWithoutAnswer(Future<String> answer) throws Exception {
    try {
      return answer.get(20, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException e) {
      return e.getCause() instanceof SocketException;
    }
  }
}
