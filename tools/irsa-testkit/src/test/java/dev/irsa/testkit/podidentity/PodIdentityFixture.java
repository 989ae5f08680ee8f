package dev.irsa.testkit.podidentity;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.ManualTime;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.RawHttp;
import dev.irsa.testkit.internal.server.ReceivedResponse;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/** A lab on manual time with one pod that has EKS Pod Identity. */
final class PodIdentityFixture implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(20);
  static final Instant START = Instant.parse("2026-11-24T15:04:05Z");
  static final String ACTION = "AssumeRoleForPodIdentity";

  final ManualTime time = ManualTime.startingAt(START);
  final IrsaLab lab;
  final ServiceAccount account;
  final PodEnvironment pod;
  private final ExecutorService callers = Executors.newCachedThreadPool();

  PodIdentityFixture() {
    this(builder -> builder);
  }

  PodIdentityFixture(UnaryOperator<IrsaLab.Builder> settings) {
    lab = settings.apply(IrsaLab.builder().time(time)).start();
    account = lab.createPodIdentityServiceAccount("default", "my-sa", "AmazonS3ReadOnlyAccess");
    pod = lab.startPod(account);
  }

  String token() {
    return pod.tokenVolume().token().value();
  }

  /** Asks the agent for the pod's credentials. */
  ReceivedResponse credentials() {
    return credentials(token());
  }

  ReceivedResponse credentials(String token) {
    URI uri = lab.agent().uri();
    return RawHttp.get(uri, "Host: " + uri.getAuthority(), "Authorization: " + token);
  }

  /** Asks the agent, and returns the connection before the response is read. */
  Socket requestCredentials() throws IOException {
    URI uri = lab.agent().uri();
    List<String> fields = List.of("Host: " + uri.getAuthority(), "Authorization: " + token());
    Socket socket = RawHttp.open(uri);
    socket.getOutputStream().write(RawHttp.request("GET", uri, fields, ""));
    return socket;
  }

  /** Asks on another thread. */
  Future<ReceivedResponse> credentialsLater() {
    String token = token();
    return later(() -> credentials(token));
  }

  /** Makes a call on a thread of its own. */
  <T> Future<T> later(Callable<T> call) {
    return callers.submit(call);
  }

  int exchanges() {
    return lab.requests().arrivals(ACTION);
  }

  /** Waits until EKS Auth has read this many requests. */
  void awaitExchanges(int count) throws InterruptedException {
    lab.requests().awaitArrivals(ACTION, count, SOON);
  }

  @Override
  public void close() {
    lab.close();
    callers.shutdown();
  }
}
