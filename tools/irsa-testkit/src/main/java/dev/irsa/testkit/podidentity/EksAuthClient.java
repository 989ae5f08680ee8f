package dev.irsa.testkit.podidentity;

import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.LabThreads;
import dev.irsa.testkit.internal.TimeSource;
import dev.irsa.testkit.internal.server.ReceivedResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The agent's client of EKS Auth: three attempts of 1 s each, with the random pauses of the AWS SDK
 * for Go between them. All times are the lab's. Thread-safe; does not keep connections.
 *
 * @param address supplies the address of EKS Auth, which is asked for at the first call
 * @param retryPause the longest pause after the first attempt, doubled after the second
 * @param random the source of the pauses
 */
record EksAuthClient(
    String clusterName,
    Supplier<InetSocketAddress> address,
    TimeSource time,
    Duration retryPause,
    RandomGenerator random) {
  private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(1);
  private static final int LONGEST_CONNECT_MILLIS = 500;
  private static final int ATTEMPTS = 3;

  /**
   * Exchanges a token for credentials.
   *
   * @throws AgentException if EKS Auth denies them, or is not available
   */
  AgentCredentials assumeRole(String token, AgentCall call) throws AgentException {
    for (int attempt = 1; ; attempt++) {
      call.requireActive();
      boolean last = attempt == ATTEMPTS;
      try {
        EksAuthResponse reply = send(token, call);
        if (last || !reply.isWorthRetrying()) {
          return reply.credentials();
        }
      } catch (IOException e) {
        call.requireActive();
        if (last) {
          // The agent shows the id of a request that never got a response.
          throw new AgentException(500, null, "[]");
        }
      }
      call.await(pauseAfter(attempt), new CompletableFuture<>());
    }
  }

  private Duration pauseAfter(int attempt) {
    long longest = retryPause.toNanos() << (attempt - 1);
    return Duration.ofNanos((long) (random.nextDouble() * longest));
  }

  private EksAuthResponse send(String token, AgentCall call) throws IOException {
    try (Socket socket = new Socket()) {
      Runnable abort = () -> LabThreads.closeQuietly(socket);
      call.onCancel(abort);
      Future<?> alarm = schedule(abort);
      try {
        socket.connect(address.get(), LONGEST_CONNECT_MILLIS);
        socket.getOutputStream().write(request(token));
        return new EksAuthResponse(ReceivedResponse.of(socket.getInputStream().readAllBytes()));
      } finally {
        alarm.cancel(false);
      }
    }
  }

  private Future<?> schedule(Runnable abort) throws IOException {
    try {
      return time.scheduler().schedule(abort, LONGEST_ATTEMPT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw new IOException("the lab is closed", e);
    }
  }

  private byte[] request(String token) {
    String body = JsonObjects.text("token", token);
    String head =
        """
        POST /clusters/%s/assume-role-for-pod-identity HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Content-Type: application/json\r
        Content-Length: %d\r
        Connection: close\r
        \r
        """
            .formatted(
                clusterName, address.get().getPort(), body.getBytes(StandardCharsets.UTF_8).length);
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }
}
