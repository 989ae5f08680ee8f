package dev.irsa.cli.lab;

import dev.irsa.cli.ClosedOnExit;
import dev.irsa.cli.lab.RunWatch.WatchedPod;
import dev.irsa.cli.pod.CallStream;
import dev.irsa.cli.pod.PodCredentials;
import dev.irsa.cli.pod.PodMessage;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Faults;
import dev.irsa.testkit.server.RequestRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pod in a scenario, with a lab and a node of its own: what it does cannot affect another pod,
 * and every request belongs to it. Confined to one thread, except what it supplies to a {@link
 * RunWatch}. {@link #close} ends all of them.
 */
final class ScenarioPod implements AutoCloseable {
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(24);

  /** STS accepts tokens for five minutes after their expiration. */
  private static final Duration PAST_LEEWAY = Duration.ofMinutes(10);

  private final String name;
  private final String title;
  private final Stage stage;
  private final ClosedOnExit watch;
  private final InstanceMetadata node;
  private final Inbox inbox = new Inbox();
  private List<CallStream> streams = List.of();
  private @Nullable PodProcess process;

  /** When the pod was told that its first sessions end; null if as the lab says. */
  private volatile @Nullable Instant shortenedUntil;

  private ScenarioPod(String name, String title, Stage stage, InstanceMetadata node) {
    this.name = name;
    this.title = title;
    this.stage = stage;
    this.watch = ClosedOnExit.of(stage);
    this.node = node;
  }

  /**
   * Sets the stage for a pod, with AWS's lifetimes.
   *
   * @param name identifies it in reports
   * @param title what supplies its credentials, in words
   */
  static ScenarioPod set(String name, String title, Mechanism mechanism) throws IOException {
    Stage stage = Stage.set(mechanism, null, TOKEN_LIFETIME);
    return new ScenarioPod(name, title, stage, InstanceMetadata.start(stage.lab()));
  }

  Stage stage() {
    return stage;
  }

  Inbox inbox() {
    return inbox;
  }

  /** Starts its JVM, which then waits for a command. */
  void launch(PodCredentials credentials, List<CallStream> calls) throws IOException {
    streams = List.copyOf(calls);
    if (stage.mechanism() == Mechanism.IRSA) {
      warmUp();
    }
    Map<String, String> environment = new LinkedHashMap<>(stage.environment());
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", node.endpoint());
    process = PodProcess.start(stage.jvmArguments(), environment, credentials, streams, inbox);
  }

  /** Makes STS fetch the issuer's keys, so that its first response does not take longer. */
  private void warmUp() throws IOException {
    String form =
        "Action=%s&Version=2011-06-15&RoleSessionName=warm-up&RoleArn=%s&WebIdentityToken=%s"
            .formatted(
                Traffic.EXCHANGE,
                URLEncoder.encode(stage.role().arn(), StandardCharsets.UTF_8),
                stage.pod().tokenVolume().token().value());
    HttpURLConnection exchange =
        (HttpURLConnection) stage.pod().plainStsEndpoint().toURL().openConnection(Proxy.NO_PROXY);
    exchange.setDoOutput(true);
    try (OutputStream body = exchange.getOutputStream()) {
      body.write(form.getBytes(StandardCharsets.US_ASCII));
    }
    if (exchange.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException("the lab's STS responded with " + exchange.getResponseCode());
    }
  }

  void tell(String command) {
    PodProcess running = process;
    if (running != null) {
      running.tell(command);
    }
  }

  /** Waits until it is ready for a command. */
  void awaitPrepared(Duration patience) throws GaveUpException, InterruptedException {
    try {
      inbox.await(PodMessage.Prepared.class, 1, patience);
    } catch (GaveUpException e) {
      throw new GaveUpException(e.getMessage() + complaints());
    }
  }

  /** Waits until all its calls have ended. */
  void awaitEnd(Duration patience) throws GaveUpException, InterruptedException {
    inbox.await(PodMessage.Ended.class, streams.size(), patience);
  }

  /** Returns what the pod wrote to its standard error. */
  String complaints() {
    PodProcess running = process;
    return running == null ? "" : running.complaints();
  }

  /** Returns the pod, to be watched from when its first calls were due. */
  WatchedPod watched(Waits.Start start) {
    PodObserver observer =
        new PodObserver(
            name, title, stage.role().arn(), new IssuedSessions(this::expiration), start);
    return new WatchedPod(
        observer, () -> requestsFrom(start.at()), node::issued, stage.pod().tokenVolume(), inbox);
  }

  /** Returns the requests that were made after the pod had been prepared. */
  private List<RequestRecord> requestsFrom(Instant start) {
    return traffic().where(request -> !request.arrivedAt().isBefore(start)).requests();
  }

  /** Returns the exchanges that were made after the pod had been prepared. */
  List<RequestRecord> exchangesFrom(Instant start) {
    return new Traffic(requestsFrom(start)).exchanges();
  }

  /** Returns the expiration of a key that the pod was told. */
  private Optional<Instant> expiration(String key) {
    Instant told = shortenedUntil;
    return told == null || !shortened(key) ? stage.expirationOf(key) : Optional.of(told);
  }

  private boolean shortened(String key) {
    return traffic().exchanges().stream()
        .filter(exchange -> key.equals(exchange.accessKeyId()))
        .anyMatch(exchange -> exchange.fault() != null);
  }

  /** Tells the pod that its sessions end at a time, as if they had been issued long ago. */
  void shortenSessions(Instant end) {
    shortenedUntil = end;
    failBeforePod(Fault.expiration(end.toString()));
  }

  /** Ends {@link #shortenSessions} for sessions that are issued from now on. */
  void failInsteadOfShortening(Fault fault) {
    recover();
    fail(fault);
    restartAgent();
  }

  /**
   * Replaces the token by an expired one, as if kubelet had not rotated it. Sessions that are still
   * issued for the previous one remain short.
   */
  void expireToken() {
    stage.pod().tokenVolume().expire(PAST_LEEWAY);
    restartAgent();
  }

  /** Makes the service fail from now on. */
  void fail(Fault fault) {
    faults().always(fault);
  }

  /** Makes the agent, or STS if there is none, respond to the pod in a certain way from now on. */
  void failBeforePod(Fault fault) {
    if (stage.mechanism() == Mechanism.IRSA) {
      fail(fault);
    } else {
      stage.lab().agent().faults().on(Traffic.AGENT_EXCHANGE).always(fault);
    }
  }

  private Faults faults() {
    return stage.mechanism().faults(stage.lab());
  }

  /** Restarts the agent, if there is one, which makes it forget the credentials that it keeps. */
  private void restartAgent() {
    if (stage.mechanism() == Mechanism.POD_IDENTITY) {
      stage.lab().agent().restart();
    }
  }

  /** Ends all failures. */
  void recover() {
    stage.recover();
    if (stage.mechanism() == Mechanism.POD_IDENTITY) {
      stage.lab().agent().faults().clear();
    }
  }

  /** Returns everything that the lab has seen, also while the pod was prepared. */
  Traffic traffic() {
    return new Traffic(stage.requests());
  }

  /** Returns how many of its calls have reached a service or failed. */
  long endedCalls() {
    Traffic traffic = traffic();
    return streams.stream()
        .filter(CallStream::needsCredentials)
        .mapToLong(stream -> endedCalls(traffic, stream))
        .sum();
  }

  /** Returns whether a call of every stream has reached a service or failed. */
  boolean everyStreamHasEndedACall() {
    Traffic traffic = traffic();
    return streams.stream()
        .filter(CallStream::needsCredentials)
        .allMatch(stream -> endedCalls(traffic, stream) > 0);
  }

  private long endedCalls(Traffic traffic, CallStream stream) {
    return traffic.of(stream).size()
        + inbox.all().stream()
            .filter(PodMessage.CallFailed.class::isInstance)
            .map(PodMessage.CallFailed.class::cast)
            .filter(failed -> failed.stream() == stream)
            .count();
  }

  @Override
  public void close() {
    PodProcess running = process;
    if (running != null) {
      running.close();
    }
    node.close();
    watch.close();
    stage.close();
  }
}
