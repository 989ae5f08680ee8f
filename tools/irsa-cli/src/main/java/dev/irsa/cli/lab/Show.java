package dev.irsa.cli.lab;

import dev.irsa.cli.lab.Happening.Kind;
import dev.irsa.cli.pod.CallStream;
import dev.irsa.cli.pod.PodMessage;
import dev.irsa.cli.timeline.ServiceHealth;
import dev.irsa.testkit.kubernetes.VolumeEvent;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.RequestLog;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The scenario: a pod makes calls while its token rotates and the service that issues credentials
 * fails in several ways, and then its service account is deleted. It waits for events, not for
 * times, so on a slow machine it only takes longer. Confined to one thread.
 */
final class Show {
  private final Stage stage;
  private final Pace pace;
  private final Demands demands;
  private final RunWatch watch;
  private final Chronicle chronicle;
  private final Semaphore rotations = new Semaphore(0);
  private final List<Incident> incidents = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private @Nullable Instant deletedAt;

  Show(Stage stage, Pace pace, Demands demands, RunWatch watch, Chronicle chronicle) {
    this.stage = stage;
    this.pace = pace;
    this.demands = demands;
    this.watch = watch;
    this.chronicle = chronicle;
  }

  /** Registers for events of the token volume. Must be called before the pod starts. */
  void prepare() {
    stage.pod().tokenVolume().addListener(this::hear);
  }

  /**
   * Runs the scenario.
   *
   * @param failOne whether to make one call fail, which must lead to a negative verdict
   */
  Evidence play(PodProcess pod, List<Trouble> troubles, boolean failOne)
      throws InterruptedException, IOException {
    pod.tell("start");
    chronicle.tell(Kind.POD, "started, process " + pod.pid());
    try {
      awaitReady(pod);
      if (failOne) {
        failOneCall();
      }
      for (Trouble trouble : troubles) {
        goThrough(trouble);
      }
      awaitDemands();
      stop(pod);
      delete(pod);
    } catch (GaveUpException e) {
      problems.add("timed out waiting for " + e.getMessage() + pod.complaints());
      chronicle.tell(Kind.POD, "aborted: timed out waiting for " + e.getMessage());
    }
    chronicle.catchUp();
    return evidence(pod);
  }

  private void hear(VolumeEvent event) {
    if (event.kind() == VolumeEvent.Kind.ROTATED) {
      chronicle.tell(Kind.TOKEN, "kubelet rotated the token");
      rotations.release();
    }
  }

  private void awaitReady(PodProcess pod) throws GaveUpException, InterruptedException {
    pod.inbox().await(PodMessage.Ready.class, 1, pace.longestStep());
    watch.log().ready();
    chronicle.tell(Kind.POD, "every client has made its first call");
  }

  private void failOneCall() {
    stage
        .lab()
        .sts()
        .faults()
        .on("GetCallerIdentity")
        .next(Fault.error("AccessDenied", 403, "Denied on purpose"));
  }

  private void goThrough(Trouble trouble) throws GaveUpException, InterruptedException {
    Instant from = now();
    watch.log().health(trouble.health(), trouble.description());
    tellOfService(trouble.name() + ": " + trouble.description());
    stage.fail(trouble.fault());
    awaitExchanges(
        () -> traffic().where(request -> request.arrivedAt().isAfter(from)).hasFailedExchanges(),
        "an exchange that fails while %s is %s".formatted(service(), trouble.name()));
    stage.lab().time().sleep(trouble.lasts());
    int generations = generations();
    stage.recover();
    incidents.add(new Incident(trouble.name(), from, now()));
    watch.log().health(ServiceHealth.WELL, "issues credentials");
    tellOfService("recovered");
    awaitExchanges(() -> generations() > generations, "new credentials");
    while (traffic().usedKeys().size() == generations) {
      awaitRequests(1, "a call with the new credentials");
    }
  }

  private String service() {
    return stage.mechanism().service();
  }

  private void tellOfService(String text) {
    chronicle.tell(stage.mechanism().kind(), text);
  }

  private Traffic traffic() {
    return new Traffic(stage.requests());
  }

  private int generations() {
    return traffic().issuedKeys().size();
  }

  private void awaitDemands() throws GaveUpException, InterruptedException {
    if (!rotations.tryAcquire(
        demands.rotations(), pace.longestStep().toMillis(), TimeUnit.MILLISECONDS)) {
      throw new GaveUpException(demands.rotations() + " rotations of the token");
    }
    while (traffic().usedKeys().size() <= demands.renewals()) {
      awaitRequests(1, demands.renewals() + " renewals");
    }
    long missing = demands.calls() - traffic().served();
    while (missing > 0) {
      awaitRequests((int) missing, missing + " more calls");
      missing = demands.calls() - traffic().served();
    }
  }

  private void awaitRequests(int more, String what) throws GaveUpException, InterruptedException {
    RequestLog log = stage.lab().requests();
    try {
      log.await(log.all().size() + more, pace.longestStep());
    } catch (AssertionError timeout) {
      throw new GaveUpException(what);
    }
  }

  private void stop(PodProcess pod) throws GaveUpException, InterruptedException {
    pod.tell("stop " + pace.longestStep().toMillis());
    int streams = CallStream.values().length;
    pod.inbox().await(PodMessage.Ended.class, streams, pace.longestStep());
    watch.log().endSteadyCalls();
  }

  private void delete(PodProcess pod) throws GaveUpException, InterruptedException {
    // Rotate first, so that the final error comes from the trust policy and not from an old token.
    stage.pod().tokenVolume().rotate();
    watch.rememberSessions();
    stage.lab().deleteServiceAccount(stage.account());
    deletedAt = now();
    watch.log().moment("service account deleted");
    watch.log().health(ServiceHealth.DENYING, stage.mechanism().denial());
    chronicle.tell(
        Kind.CLEANUP,
        "service account and role deleted; the current session has up to %d s left"
            .formatted(pace.sessionLifetime().toSeconds()));
    pod.tell("until-denied");
    pod.inbox().await(PodMessage.Denied.class, 2, pace.longestStep());
    List<PodMessage.Denied> denials =
        pod.inbox().all().stream()
            .filter(PodMessage.Denied.class::isInstance)
            .map(PodMessage.Denied.class::cast)
            .toList();
    for (PodMessage.Denied denied : denials) {
      chronicle.tell(
          Kind.DENIAL,
          "%s caught %s, caused by %s %s"
              .formatted(denied.stream().id(), denied.sdkType(), denied.type(), denied.code()));
    }
    chronicle.tell(Kind.DENIAL, denials.get(0).message());
  }

  /** Waits for exchanges until a condition holds. */
  private void awaitExchanges(BooleanSupplier condition, String what)
      throws GaveUpException, InterruptedException {
    String action = stage.mechanism().exchange();
    RequestLog log = stage.exchangeLog();
    try {
      int seen = log.count(action);
      while (!condition.getAsBoolean()) {
        seen = log.await(action, seen + 1, pace.longestStep()).size();
      }
    } catch (AssertionError timeout) {
      throw new GaveUpException(what);
    }
  }

  private Evidence evidence(PodProcess pod) {
    Instant deleted = deletedAt;
    return new Evidence(
        stage.mechanism(),
        stage.role().arn(),
        stage.requests(),
        stage.pod().tokenVolume().rotations().stream().map(VolumeEvent::at).toList(),
        incidents,
        watch.log().readyAt(),
        watch.log().steadyUntil(),
        deleted == null ? now() : deleted,
        pod.inbox().all(),
        problems);
  }

  private Instant now() {
    return stage.lab().time().now();
  }
}
