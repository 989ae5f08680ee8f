package dev.irsa.integration.promises;

import dev.irsa.testkit.server.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A role with what a history knows of it: whether valid credentials must be in hand, and what may
 * have kept them away. Judges what callers get.
 */
final class Identity {

  static final Duration DEADLINE = Duration.ofMillis(300);
  private static final int MOST_IN_A_MINUTE = 12;

  /** At the end of the ARN of a session whose name only the issuer knows. */
  static final String ANY = "*";

  final String name;
  final String roleArn;
  final String sessionArn;
  final Map<String, String> environment;

  /** The user's, or null. */
  final UserExecutor executor;

  private final Supplier<List<RequestRecord>> exchanges;
  private final TreeSet<String> troubles = new TreeSet<>();
  private Instant forgottenAt = Instant.MIN;
  private Instant heldSince;
  private Instant deniedWhileHeldAt;
  private boolean unsettled;
  private boolean keptByNetty;

  Identity(
      String name,
      String roleArn,
      String sessionArn,
      Map<String, String> environment,
      UserExecutor executor,
      Supplier<List<RequestRecord>> exchanges) {
    this.name = name;
    this.roleArn = roleArn;
    this.sessionArn = sessionArn;
    this.environment = environment;
    this.executor = executor;
    this.exchanges = exchanges;
  }

  /** Whether valid credentials are in hand. */
  boolean holds() {
    return heldSince != null;
  }

  /** Whether whoever asks gets credentials, if not within the deadline then a moment later. */
  boolean owesCredentials() {
    return heldSince == null && troubles.isEmpty();
  }

  /** Something may keep credentials away from those who have asked. */
  void trouble(String kind) {
    if (kind != null && unsettled) {
      troubles.add(kind);
    }
  }

  /** Somebody is about to ask while this, or null, keeps credentials away. */
  void asked(String trouble) {
    unsettled = heldSince == null;
    trouble(trouble);
    if (executor != null && !executor.mood().isWell()) {
      trouble("ExchangeUnavailableException");
    }
    if (records().size() >= MOST_IN_A_MINUTE) {
      trouble("ExchangeUnavailableException");
    }
  }

  /** A refresh is under way, and may bring its call whenever it likes. */
  void refreshing() {
    heldSince = Instant.MAX;
  }

  /** A refresh has ended: no other call is due for a long time, also when it was denied. */
  void refreshed(boolean renewed, Instant began) {
    boolean denied =
        records().stream()
            .anyMatch(r -> !r.arrivedAt().isBefore(began) && "AccessDenied".equals(r.errorCode()));
    if (deniedWhileHeldAt == null && (denied || renewed)) {
      heldSince = Instant.now();
      deniedWhileHeldAt = denied ? heldSince : null;
    }
  }

  void forgotten() {
    checkCalls();
    forgottenAt = Instant.now();
    heldSince = null;
    deniedWhileHeldAt = null;
    troubles.clear();
    unsettled = false;
    keptByNetty = false;
  }

  /** The SDK's client on Netty keeps what signed its last request for a while. */
  void givenToNetty() {
    keptByNetty = true;
  }

  /** Whether its secret is nowhere but with us. */
  boolean hasSecretOfOurs() {
    return holds() && !keptByNetty;
  }

  /** Judges what callers got who asked at the same time. */
  void judge(List<CallOutcome> outcomes, Instant began, String expectedArn) {
    boolean mayFail = !troubles.isEmpty();
    outcomes.forEach(outcome -> judge(outcome, expectedArn));
    if (outcomes.stream().anyMatch(CallOutcome::succeeded) && heldSince == null) {
      long calls = records().stream().filter(r -> !r.arrivedAt().isBefore(began)).count();
      Promise.FEW_CALLS.require(mayFail || calls <= 1, calls + " calls for the first credentials");
      heldSince = Instant.now();
      troubles.clear();
      unsettled = false;
    }
    checkCalls();
  }

  private void judge(CallOutcome outcome, String expectedArn) {
    Promise.BOUNDED_TIME.require(!outcome.hangs(), "a caller of " + name + " " + outcome);
    if (outcome.succeeded()) {
      Promise.NO_OTHER_IDENTITY.require(
          isOneOf(outcome.who(), expectedArn), outcome.who() + " in place of " + expectedArn);
      return;
    }
    String told = outcome.kind();
    Promise.NOBODY_FAILS.require(heldSince == null, "a caller of " + name + " got " + told);
    Promise.PRECISE_ERROR.require(
        troubles.contains(told),
        "a caller of " + name + ", who may get " + troubles + ", got " + outcome.failure());
  }

  private static boolean isOneOf(String who, String expectedArn) {
    return expectedArn.endsWith(ANY)
        ? who.startsWith(expectedArn.substring(0, expectedArn.length() - ANY.length()))
        : who.equals(expectedArn);
  }

  /** Returns its exchanges; the agent is asked without naming a role. */
  private List<RequestRecord> records() {
    return exchanges.get().stream()
        .filter(r -> r.roleArn() == null || roleArn.equals(r.roleArn()))
        .toList();
  }

  /** Checks the calls of STS for this role so far. */
  void checkCalls() {
    List<RequestRecord> calls = records();
    for (RequestRecord call : calls) {
      Promise.FEW_CALLS.require(
          heldSince == null || !call.arrivedAt().isAfter(heldSince),
          "a call for " + name + " while its credentials are valid");
      Promise.FEW_CALLS.require(
          deniedWhileHeldAt == null || !call.arrivedAt().isAfter(deniedWhileHeldAt),
          "a call for " + name + " within 60 s after a denial");
    }
    Rate.require(calls, MOST_IN_A_MINUTE, Duration.ofSeconds(58), name + " in a minute");
    checkPausesAfterDenials(
        calls.stream().filter(call -> call.arrivedAt().isAfter(forgottenAt)).toList());
  }

  /** Without credentials the same failure is told again for a second at least. */
  private void checkPausesAfterDenials(List<RequestRecord> calls) {
    for (int i = 1; i < calls.size(); i++) {
      RequestRecord before = calls.get(i - 1);
      Duration pause = Duration.between(before.arrivedAt(), calls.get(i).arrivedAt());
      Promise.FEW_CALLS.require(
          !"AccessDenied".equals(before.errorCode()) || pause.toMillis() > 900,
          "a call for " + name + " " + pause.toMillis() + " ms after a denial");
    }
  }
}
