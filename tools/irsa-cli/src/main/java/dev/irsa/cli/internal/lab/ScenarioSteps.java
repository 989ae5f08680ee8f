package dev.irsa.cli.internal.lab;

import static java.util.stream.Collectors.toSet;

import com.google.errorprone.annotations.Immutable;
import dev.irsa.cli.internal.pod.PodMain;
import dev.irsa.cli.internal.pod.PodMessage;
import dev.irsa.cli.internal.timeline.Measure;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Call;
import dev.irsa.cli.internal.timeline.Timeline.Event.Kind;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.cli.internal.timeline.Timeline.Newcomer;
import dev.irsa.testkit.kubernetes.TokenVolume.VolumeEvent;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.RequestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Puts pods through a scenario; all of them meet it at the same moment. A difficulty lasts until
 * the first pod has met it. The steps wait for events rather than for times, so a slow machine only
 * takes longer. Confined to one thread.
 */
final class ScenarioSteps {

  /**
   * The lifetimes of the demonstration, the shortest that are reliable on two slow cores. The
   * library does not know them; below 900 s it shortens its own pauses proportionally. A token
   * outlives a session, so that the final error is a denial and not an expired token.
   */
  static final Duration SESSION = Duration.ofSeconds(12);

  static final Duration TOKEN = Duration.ofSeconds(15);

  /**
   * How long each failure of the demonstration lasts once an exchange has failed. A third of the
   * session is left then: on a machine with ten times its load, one more attempt takes seconds.
   */
  private static final Duration FAILURE = Duration.ofMillis(500);

  private static final List<Health> FAILURES =
      List.of(Health.DOWN, Health.THROTTLED, Health.HANGING);

  /**
   * What is left of the first session. Both SDKs insist on new credentials in the last minute, so
   * that minute begins at once.
   */
  static final Duration REST_OF_SESSION = Duration.ofSeconds(61);

  /** How long the response takes that a herd waits for. The SDKs wait 5 s for another thread. */
  private static final Duration SLOW_STS = Duration.ofMillis(5_300);

  /** SDK 2.x waits 1 s for the agent. */
  private static final Duration SLOW_AGENT = Duration.ofMillis(1_500);

  private static final Duration LATE_AGENT = Duration.ofSeconds(5);
  private static final Duration SKEW = Duration.ofHours(2);
  private static final Duration THROTTLED = Duration.ofSeconds(6);

  /** How long a failure lasts at least, and how long after our pod has met it. */
  private static final Duration SHORTEST_FAILURE = Duration.ofSeconds(15);

  /** How long a pod that starts in an outage is watched if no call is served. */
  private static final Duration NEWCOMER = Duration.ofSeconds(15);

  private static final Duration AFTER_REFRESH = Duration.ofSeconds(2);
  private static final Duration AFTERMATH = Duration.ofSeconds(4);
  private static final Duration STEADY = Duration.ofSeconds(10);

  /** How long to wait for an event, in addition to a session of the demonstration. */
  private static final Duration PATIENCE = Duration.ofSeconds(72);

  /** Between two looks at the log, each of which takes processor time from the pod. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final List<LabPod> pods;
  private final LabPod subject;
  private final CredentialSource source;
  private final RunLog log;
  private final boolean cold;
  private final boolean failOne;
  private boolean stopped;

  /** What happens to the pods in a scenario. */
  @Immutable
  interface Action {
    void run(ScenarioSteps steps) throws TimeoutException, InterruptedException;
  }

  /**
   * Creates the steps of a run.
   *
   * @param cold whether the first waits of the pods count
   * @param failOne whether to make one call fail, which must lead to a negative result
   */
  ScenarioSteps(List<LabPod> pods, RunLog log, boolean cold, boolean failOne) {
    this.pods = List.copyOf(pods);
    this.subject = pods.get(0);
    this.source = subject.source();
    this.log = log;
    this.cold = cold;
    this.failOne = failOne;
  }

  /**
   * Runs the steps of a scenario.
   *
   * @return why it did not run to its end; empty if it did
   */
  List<String> run(Action action) throws InterruptedException {
    subject.environment().tokenVolume().addListener(this::report);
    try {
      action.run(this);
      if (!stopped) {
        stop(Duration.ofSeconds(1));
      }
      return List.of();
    } catch (TimeoutException e) {
      log.event(Kind.POD, "aborted: timed out waiting for " + e.getMessage());
      if (!stopped) {
        log.endSteadyCalls();
      }
      return List.of("timed out waiting for " + e.getMessage() + subject.process().complaints());
    }
  }

  private void report(VolumeEvent event) {
    if (event.kind() == VolumeEvent.Kind.ROTATED) {
      log.event(Kind.TOKEN, "kubelet rotated the token");
    }
  }

  void demonstrate() throws TimeoutException, InterruptedException {
    start();
    awaitReady();
    for (Health failure : FAILURES) {
      failDuringRefresh(failure);
    }
    awaitThat(
        "%d rotations, %d renewals and %d calls"
            .formatted(Judgement.ROTATIONS, Judgement.RENEWALS, Judgement.CALLS),
        pod -> {
          Timeline run = log.timeline();
          return Measure.ROTATIONS.of(run, pod) >= Judgement.ROTATIONS
              && used(pod).size() > Judgement.RENEWALS
              && Measure.SERVED.of(run, pod) >= Judgement.CALLS;
        });
    stop(PATIENCE);
    deleteAccount();
  }

  /** The service fails when the pod next requests credentials, before the current ones expire. */
  private void failDuringRefresh(Health failure) throws TimeoutException, InterruptedException {
    Instant from = log.now();
    fail(failure);
    awaitThat(
        "an exchange that fails while %s is %s".formatted(source.service(), failure.label()),
        pod ->
            pod.exchanges().stream()
                .anyMatch(each -> !each.succeeded() && each.arrivedAt().isAfter(from)));
    sleep(FAILURE);
    int sessions = log.timeline().subject().sessions().size();
    recover();
    awaitThat("a call with new credentials", pod -> used(pod).size() > sessions);
  }

  private void deleteAccount() throws TimeoutException, InterruptedException {
    // Rotate first, so that the final error comes from the trust policy and not from an old token.
    subject.environment().tokenVolume().rotate();
    log.timeline(); // remembers what the lab forgets
    subject.lab().deleteServiceAccount(subject.account());
    log.phase(Health.DENYING, source.denial());
    log.turningPoint(Kind.CLEANUP, "service account deleted");
    subject.process().tell("until-denied");
    subject.process().await(PodMessage.Denied.class, 2, PATIENCE);
    List<PodMessage.Denied> denials = log.timeline().subject().denials();
    for (PodMessage.Denied denied : denials) {
      log.event(
          Kind.DENIAL,
          "%s caught %s, caused by %s %s"
              .formatted(denied.stream().id(), denied.sdkType(), denied.type(), denied.code()));
    }
    log.event(Kind.DENIAL, denials.get(0).message());
  }

  /** The service fails after it has issued a session whose last minute begins. */
  void failInLastMinute(Health failure) throws TimeoutException, InterruptedException {
    startWithShortSessions();
    afterFirstCall(pod -> pod.fail(source.fault(failure)));
    awaitReady();
    begin(failure, source.behaviour(failure));
    awaitRefresh();
    recover();
    awaitNewSession();
  }

  /** STS of the region fails from the last minute of a session until after its end. */
  void loseRegion() throws TimeoutException, InterruptedException {
    Instant end = now().plus(REST_OF_SESSION);
    startWithShortSessions();
    afterFirstCall(pod -> pod.fail(source.fault(Health.DOWN)));
    awaitReady();
    begin(Health.DOWN, source.behaviour(Health.DOWN) + "; the spare region is well");
    awaitNewSession();
    for (LabPod pod : pods) {
      log.newcomer(startAnother(pod));
    }
    sleep(Duration.between(log.now(), end).plus(STEADY));
    recover();
    sleep(AFTERMATH);
  }

  /** Starts another pod in the outage, and watches it until a call is served, or for a while. */
  private Newcomer startAnother(LabPod like) throws TimeoutException, InterruptedException {
    try (LabPod pod = like.launchAnother()) {
      pod.process().await(PodMessage.ClientsCreated.class, 1, PATIENCE);
      pod.fail(source.fault(Health.DOWN));
      Instant startedAt = log.now();
      pod.process().tell("start");
      PodObserver.Start start = new PodObserver.Start(startedAt, 1);
      Instant end = startedAt.plus(NEWCOMER);
      Optional<Instant> servedAt = Optional.empty();
      while (servedAt.isEmpty() && log.now().isBefore(end)) {
        sleep(PAUSE);
        servedAt =
            pod.observe(start, startedAt, log.now()).calls().stream()
                .filter(Call::served)
                .map(Call::at)
                .findFirst();
      }
      return new Newcomer(like.title(), startedAt, servedAt.orElse(null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stallToken() throws TimeoutException, InterruptedException {
    startWithShortSessions();
    afterFirstCall(LabPod::expireToken);
    awaitReady();
    log.event(Kind.TOKEN, "the token has expired: kubelet did not rotate it");
    begin(Health.REJECTING, "the token has expired");
    awaitRefresh();
    recover();
    pods.forEach(pod -> pod.environment().tokenVolume().rotate());
    awaitNewSession();
  }

  private void startWithShortSessions() {
    Instant end = now().plus(REST_OF_SESSION);
    pods.forEach(pod -> pod.shortenSessions(end));
    start();
  }

  /** Does something to each pod as soon as it has used its first session. */
  private void afterFirstCall(Consumer<LabPod> action)
      throws TimeoutException, InterruptedException {
    List<LabPod> left = new ArrayList<>(pods);
    awaitThat(
        "the first call",
        () -> {
          List<Timeline.Pod> observed = log.timeline().pods();
          for (int i = 0; i < pods.size(); i++) {
            if (!used(observed.get(i)).isEmpty() && left.remove(pods.get(i))) {
              action.accept(pods.get(i));
            }
          }
          return left.isEmpty();
        });
  }

  /** Returns the lab's time in whole seconds, as in the responses of AWS. */
  private Instant now() {
    return log.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private void fail(Health failure) {
    pods.forEach(pod -> pod.fail(source.fault(failure)));
    begin(failure, source.behaviour(failure));
  }

  private void begin(Health health, String behaviour) {
    log.phase(health, behaviour);
    log.event(source.kind(), health.label() + ": " + behaviour);
  }

  /** Waits until our pod has met the failure, which it does before its session ends. */
  private void awaitRefresh() throws TimeoutException, InterruptedException {
    long start = System.nanoTime();
    RequestLog requests = source.exchanges(subject.lab());
    int before = requests.arrivals(source.exchange());
    try {
      requests.awaitArrivals(source.exchange(), before + 1, REST_OF_SESSION);
    } catch (AssertionError timeout) {
      throw new TimeoutException("a refresh during the failure");
    }
    Duration missing = SHORTEST_FAILURE.minusNanos(System.nanoTime() - start);
    sleep(missing.compareTo(AFTER_REFRESH) > 0 ? missing : AFTER_REFRESH);
  }

  private void recover() {
    pods.forEach(LabPod::recover);
    log.phase(Health.WELL, "issues credentials");
    log.event(source.kind(), "recovered");
  }

  private void awaitNewSession() throws TimeoutException, InterruptedException {
    awaitThat("a call with new credentials", pod -> used(pod).size() > 1);
    sleep(AFTERMATH);
  }

  /** The first requests are throttled, until a call of every stream has ended. */
  void throttle() throws TimeoutException, InterruptedException {
    pods.forEach(pod -> pod.fail(source.fault(Health.THROTTLED)));
    start();
    begin(Health.THROTTLED, source.behaviour(Health.THROTTLED));
    sleep(THROTTLED);
    awaitThat(
        "the end of a first call",
        () ->
            log.timeline().pods().stream()
                .allMatch(
                    pod ->
                        pod.calls().stream().map(Call::stream).distinct().count()
                            == subject.streams()));
    recover();
    awaitServed();
  }

  void skewClocks() throws TimeoutException, InterruptedException {
    Instant aws = now().minus(SKEW);
    Fault ahead = Fault.date(aws).then(Fault.expiration(aws.plus(Duration.ofHours(1)).toString()));
    pods.forEach(pod -> pod.fail(ahead));
    start();
    begin(Health.SKEWED, "by the clock of the node, new credentials have already expired");
    awaitReady();
    sleep(STEADY);
  }

  void revoke() throws TimeoutException, InterruptedException {
    start();
    awaitReady();
    sleep(AFTERMATH);
    afterFirstCall(pod -> pod.lab().expireSessions(pod.account()));
    log.turningPoint(Kind.CREDENTIALS, "AWS rejects the sessions issued until now");
    sleep(STEADY);
  }

  void herd() throws TimeoutException, InterruptedException {
    Duration delay = source == CredentialSource.IRSA ? SLOW_STS : SLOW_AGENT;
    pods.forEach(pod -> source.faultsBeforePod(pod.lab()).always(Fault.delay(delay)));
    tellAll("herd");
    begin(Health.SLOW, "responds after " + Measure.duration(delay.toMillis()));
    awaitThat(
        "the end of all calls",
        () -> log.timeline().pods().stream().allMatch(pod -> pod.calls().size() >= PodMain.HERD));
    stop(STEADY);
  }

  void startAgentLate() throws TimeoutException, InterruptedException {
    pods.forEach(pod -> pod.lab().agent().stop());
    start();
    begin(Health.DOWN, "the agent on the node has not started");
    sleep(LATE_AGENT);
    pods.forEach(pod -> pod.lab().agent().start());
    log.phase(Health.WELL, "the agent on the node runs");
    log.event(Kind.POD, "the agent on its node has started");
    awaitServed();
  }

  private void awaitServed() throws TimeoutException, InterruptedException {
    awaitThat("a call that is served", pod -> pod.calls().stream().anyMatch(Call::served));
    sleep(AFTERMATH);
  }

  private void start() {
    tellAll("start");
  }

  private void tellAll(String command) {
    if (failOne) {
      subject
          .lab()
          .sts()
          .faults()
          .on("GetCallerIdentity")
          .next(Fault.error("AccessDenied", 403, "Denied on purpose"));
    }
    pods.forEach(pod -> pod.process().tell(command));
    log.event(Kind.POD, "started, process " + subject.process().pid());
    if (cold) {
      log.ready();
    }
  }

  private void awaitReady() throws TimeoutException, InterruptedException {
    subject.process().await(PodMessage.EveryStreamServed.class, 1, PATIENCE);
    log.ready();
    log.event(Kind.POD, "every client has made its first call");
  }

  /** Ends the calls of all pods, and gives the last ones this long to return. */
  private void stop(Duration patience) throws TimeoutException, InterruptedException {
    pods.forEach(pod -> pod.process().tell("stop " + patience.toMillis()));
    for (LabPod pod : pods) {
      pod.awaitEnd(PATIENCE);
    }
    log.endSteadyCalls();
    stopped = true;
  }

  /** Returns the sessions of a pod's role that it has used. */
  private static Set<String> used(Timeline.Pod pod) {
    return pod.calls().stream().filter(Call::served).map(Call::key).collect(toSet());
  }

  private void awaitThat(String what, Predicate<Timeline.Pod> condition)
      throws TimeoutException, InterruptedException {
    awaitThat(what, () -> condition.test(log.timeline().subject()));
  }

  private void awaitThat(String what, BooleanSupplier condition)
      throws TimeoutException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new TimeoutException(what);
      }
      sleep(PAUSE);
    }
  }

  private void sleep(Duration duration) throws InterruptedException {
    subject.lab().time().sleep(duration);
  }
}
