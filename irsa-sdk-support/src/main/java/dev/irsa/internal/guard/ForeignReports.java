package dev.irsa.internal.guard;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.concurrent.IrsaLog;
import dev.irsa.internal.concurrent.SafeLog;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.session.Sessions;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Tells of requests that were signed by other identities. Thread-safe, without a lock. */
final class ForeignReports {

  /** How many clients are reported for each identity and service, for clients made per request. */
  private static final int MOST_CLIENTS = 10;

  /** How many identities and services are reported. */
  private static final int MOST_REPORTS = 100;

  private final Sessions sessions;
  private final LongAdder calls = new LongAdder();

  /** The number of clients for each service and identity. */
  private final Map<String, AtomicInteger> clients = new ConcurrentHashMap<>();

  private final Queue<IrsaEvent.ForeignIdentity> first = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean otherProvider = new AtomicBoolean();

  ForeignReports(Sessions sessions) {
    this.sessions = sessions;
  }

  /** A process restored from an image has another log. */
  void forget() {
    clients.clear();
    first.clear();
    otherProvider.set(false);
  }

  /** Returns how many requests were signed by another identity. */
  long calls() {
    return calls.sum();
  }

  /** Returns the first reports for each service and identity. */
  List<IrsaEvent.ForeignIdentity> first() {
    return List.copyOf(first);
  }

  /**
   * Reports a request.
   *
   * @param reported the identities that were reported for the client
   * @param sent what happened to the request
   * @throws MisconfiguredException if such requests are denied
   */
  void report(
      SignedRequest call, String identity, GuardRules rules, Set<String> reported, String sent) {
    GuardRules.Policy policy = rules.against(call, identity);
    calls.increment();
    String subject = call.service() + " " + identity;
    if (reported.size() < MOST_REPORTS && reported.add(subject)) {
      reportClient(subject, call, identity, rules, policy.isDenying());
    }
    if (policy.isDenying()) {
      throw MisconfiguredException.ofRequest(
          new MisconfiguredException.Problem(
              Setting.GUARD.label(),
              policy.origin(),
              call.found(identity, rules.podsName()) + CallingCode.find() + "; " + sent,
              call.fix(identity)));
    }
  }

  private void reportClient(
      String subject, SignedRequest call, String identity, GuardRules rules, boolean isDenied) {
    if (clients.size() >= MOST_REPORTS && !clients.containsKey(subject)) {
      return;
    }
    int client = clients.computeIfAbsent(subject, each -> new AtomicInteger()).incrementAndGet();
    if (client > MOST_CLIENTS) {
      return;
    }
    var event =
        new IrsaEvent.ForeignIdentity(
            rules.source(),
            rules.roleArn(),
            sessions.wall().instant(),
            call.service(),
            call.operation(),
            identity,
            call.provider(),
            isDenied);
    if (client == 1) {
      first.add(event);
    }
    tell(event, call, identity, rules);
  }

  private void tell(
      IrsaEvent.ForeignIdentity event, SignedRequest call, String identity, GuardRules rules) {
    try {
      IrsaLog.log.warn(
          "Another identity{}: {}. Fix: {}",
          event.isDenied() ? " was denied" : "",
          call.found(identity, rules.podsName()) + CallingCode.find(),
          call.fix(identity));
      sessions.publish(event);
    } catch (Throwable broken) {
      SafeLog.error("The report of another identity failed", broken);
    }
  }

  /** Remarks once that another provider fetches credentials of the pod. */
  void remarkOtherProvider(SignedRequest call, String signer) {
    if (!otherProvider.compareAndSet(false, true)) {
      return;
    }
    try {
      IrsaLog.log.info(
          "{} is signed by {}, whose credentials another provider fetched{}. Each such provider"
              + " makes its own calls; with irsa, the clients of a process share one session: {}",
          call,
          signer,
          call.provider() == null ? "" : " (" + call.provider() + ")",
          call.cure());
    } catch (Throwable broken) {
      // The log is foreign code: it must not fail a call of the pod.
    }
  }
}
