package dev.irsa.cli.lab;

import dev.irsa.cli.lab.Happening.Kind;
import dev.irsa.cli.pod.PodMain;
import dev.irsa.cli.pod.PodMessage;
import dev.irsa.cli.timeline.Measure;
import dev.irsa.cli.timeline.ServiceHealth;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.RequestLog;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Puts pods through a scenario: what happens to one happens to all of them at the same moment. It
 * waits for the first pod where the difficulty must last until that pod has met it. Confined to one
 * thread.
 */
final class ScenarioScript {
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

  private static final Duration AFTER_REFRESH = Duration.ofSeconds(2);
  private static final Duration AFTERMATH = Duration.ofSeconds(4);
  private static final Duration STEADY = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PATIENCE_AT_END = Duration.ofSeconds(1);
  private static final Duration PATIENCE_WITH_HERD = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 50;

  private final Scenario scenario;
  private final Mechanism mechanism;
  private final List<ScenarioPod> pods;
  private final ScenarioPod subject;
  private final RunLog log;
  private final Chronicle chronicle;
  private final List<String> problems = new ArrayList<>();

  ScenarioScript(
      Scenario scenario,
      Mechanism mechanism,
      List<ScenarioPod> pods,
      RunLog log,
      Chronicle chronicle) {
    this.scenario = scenario;
    this.mechanism = mechanism;
    this.pods = List.copyOf(pods);
    this.subject = pods.get(0);
    this.log = log;
    this.chronicle = chronicle;
  }

  /**
   * Plays the scenario.
   *
   * @return why it was not played to its end; empty if it was
   */
  List<String> play() throws InterruptedException {
    try {
      switch (scenario) {
        case OUTAGE -> outage();
        case HANG -> hang();
        case STALLED_TOKEN -> stalledToken();
        case THROTTLE -> throttle();
        case CLOCK_SKEW -> skew();
        case REVOKED -> revoke();
        case COLD_HERD -> herd();
        case POD_IDENTITY -> lateAgent();
      }
      stop();
    } catch (GaveUpException e) {
      problems.add("timed out waiting for " + e.getMessage() + subject.complaints());
      chronicle.tell(Kind.POD, "aborted: timed out waiting for " + e.getMessage());
      log.endSteadyCalls();
    }
    chronicle.catchUp();
    return List.copyOf(problems);
  }

  private void outage() throws GaveUpException, InterruptedException {
    Rejection unavailable = mechanism.unavailable();
    failInLastMinute(
        ServiceHealth.DOWN,
        "responds with " + unavailable,
        unavailable.fault("The service is unavailable"));
  }

  private void hang() throws GaveUpException, InterruptedException {
    failInLastMinute(ServiceHealth.HANGING, "accepts the request and never responds", Fault.hang());
  }

  /** The service fails after it has issued a session whose last minute begins. */
  private void failInLastMinute(ServiceHealth health, String description, Fault fault)
      throws GaveUpException, InterruptedException {
    startWithShortSessions();
    afterFirstCall(pod -> pod.failInsteadOfShortening(fault));
    awaitReady();
    begin(health, description);
    awaitRefresh();
    recover();
    awaitNewSession();
  }

  private void stalledToken() throws GaveUpException, InterruptedException {
    startWithShortSessions();
    afterFirstCall(ScenarioPod::expireToken);
    awaitReady();
    chronicle.tell(Kind.TOKEN, "the token has expired: kubelet did not rotate it");
    begin(ServiceHealth.REJECTING, "the token has expired");
    awaitRefresh();
    recover();
    pods.forEach(pod -> pod.stage().pod().tokenVolume().rotate());
    chronicle.tell(Kind.TOKEN, "kubelet rotated the token");
    awaitNewSession();
  }

  private void startWithShortSessions() {
    Instant end = now().plus(REST_OF_SESSION);
    pods.forEach(pod -> pod.shortenSessions(end));
    start();
  }

  /** Does something to each pod as soon as it has used its first session. */
  private void afterFirstCall(Consumer<ScenarioPod> action)
      throws GaveUpException, InterruptedException {
    List<ScenarioPod> left = new ArrayList<>(pods);
    awaitThat(
        () -> {
          List<ScenarioPod> called =
              left.stream().filter(pod -> !pod.traffic().usedKeys().isEmpty()).toList();
          called.forEach(action);
          left.removeAll(called);
          return left.isEmpty();
        },
        "the first call");
  }

  /** Returns the lab's time in whole seconds, as in the responses of AWS. */
  private Instant now() {
    return subject.stage().lab().time().now().truncatedTo(ChronoUnit.SECONDS);
  }

  private void begin(ServiceHealth health, String description) {
    log.health(health, description);
    chronicle.tell(mechanism.kind(), health.label() + ": " + description);
  }

  /** Waits until our pod has met the failure, which it does before its session ends. */
  private void awaitRefresh() throws GaveUpException, InterruptedException {
    long start = System.nanoTime();
    RequestLog requests = subject.stage().exchangeLog();
    int before = requests.arrivals(mechanism.exchange());
    try {
      requests.awaitArrivals(mechanism.exchange(), before + 1, REST_OF_SESSION);
    } catch (AssertionError timeout) {
      throw new GaveUpException("a refresh during the failure");
    }
    Duration missing = SHORTEST_FAILURE.minusNanos(System.nanoTime() - start);
    sleep(missing.compareTo(AFTER_REFRESH) > 0 ? missing : AFTER_REFRESH);
  }

  private void recover() {
    pods.forEach(ScenarioPod::recover);
    log.health(ServiceHealth.WELL, "issues credentials");
    chronicle.tell(mechanism.kind(), "recovered");
  }

  private void awaitNewSession() throws GaveUpException, InterruptedException {
    awaitThat(() -> subject.traffic().usedKeys().size() > 1, "a call with new credentials");
    sleep(AFTERMATH);
  }

  /** The first requests are throttled, until every pod has something to show for it. */
  private void throttle() throws GaveUpException, InterruptedException {
    Rejection throttled = mechanism.throttled();
    pods.forEach(pod -> pod.fail(throttled.fault("Rate exceeded")));
    start();
    begin(ServiceHealth.THROTTLED, "responds with " + throttled + ", Rate exceeded");
    sleep(THROTTLED);
    for (ScenarioPod pod : pods) {
      awaitThat(pod::everyStreamHasEndedACall, "the end of a first call");
    }
    recover();
    awaitServed();
  }

  private void skew() throws GaveUpException, InterruptedException {
    Instant aws = now().minus(SKEW);
    Instant expiration = aws.plus(Duration.ofHours(1));
    pods.forEach(pod -> pod.fail(Fault.date(aws).then(Fault.expiration(expiration.toString()))));
    start();
    begin(ServiceHealth.SKEWED, "by the clock of the node, new credentials have already expired");
    awaitReady();
    sleep(STEADY);
  }

  private void revoke() throws GaveUpException, InterruptedException {
    start();
    awaitReady();
    sleep(AFTERMATH);
    afterFirstCall(pod -> pod.stage().lab().expireSessions(pod.stage().account()));
    log.moment("sessions rejected");
    chronicle.tell(Kind.CREDENTIALS, "AWS rejects the sessions that were issued until now");
    sleep(STEADY);
  }

  private void herd() throws GaveUpException, InterruptedException {
    Duration delay = mechanism == Mechanism.IRSA ? SLOW_STS : SLOW_AGENT;
    pods.forEach(pod -> pod.failBeforePod(Fault.delay(delay)));
    go("herd");
    begin(ServiceHealth.SLOW, "responds after " + Measure.duration(delay.toMillis()));
    for (ScenarioPod pod : pods) {
      awaitThat(() -> pod.endedCalls() >= PodMain.HERD, "the end of all calls");
    }
  }

  private void lateAgent() throws GaveUpException, InterruptedException {
    pods.forEach(pod -> pod.stage().lab().agent().stop());
    start();
    begin(ServiceHealth.DOWN, "the agent on the node has not started");
    sleep(LATE_AGENT);
    pods.forEach(pod -> pod.stage().lab().agent().start());
    log.health(ServiceHealth.WELL, "the agent on the node runs");
    chronicle.tell(Kind.POD, "the agent on its node has started");
    awaitServed();
  }

  private void awaitServed() throws GaveUpException, InterruptedException {
    awaitThat(() -> subject.traffic().served() > 0, "a call that is served");
    sleep(AFTERMATH);
  }

  private void start() {
    go("start");
  }

  private void go(String command) {
    pods.forEach(pod -> pod.tell(command));
    chronicle.tell(Kind.POD, "started");
    if (scenario.isCold()) {
      log.ready();
    }
  }

  private void awaitReady() throws GaveUpException, InterruptedException {
    subject.inbox().await(PodMessage.Ready.class, 1, PATIENCE);
    log.ready();
    chronicle.tell(Kind.POD, "every client has made its first call");
  }

  private void stop() throws GaveUpException, InterruptedException {
    Duration patience = scenario == Scenario.COLD_HERD ? PATIENCE_WITH_HERD : PATIENCE_AT_END;
    pods.forEach(pod -> pod.tell("stop " + patience.toMillis()));
    for (ScenarioPod pod : pods) {
      pod.awaitEnd(PATIENCE);
    }
    log.endSteadyCalls();
  }

  private void awaitThat(BooleanSupplier condition, String what)
      throws GaveUpException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new GaveUpException(what);
      }
      sleep(Duration.ofMillis(PAUSE_MILLIS));
    }
  }

  private void sleep(Duration duration) throws InterruptedException {
    subject.stage().lab().time().sleep(duration);
  }
}
