package dev.irsa.internal.guard;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.concurrent.IrsaLog;
import dev.irsa.internal.concurrent.SafeLog;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.GuardMode;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.session.Sessions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the clients of this process sign with the keys of the pod. In a process that is
 * configured for IRSA or container credentials, a request of another identity is reported once for
 * each client and identity, or denied. The role counts, not who asked for it: keys that another
 * provider fetched for the pod's role are the pod's, and so are keys that a service hands out to
 * it. Outside of such a process this does nothing. Thread-safe, without a lock.
 */
public final class IdentityGuard {

  /** How many clients are reported for each identity and service, for clients made per request. */
  private static final int MOST_CLIENTS = 10;

  /** How many identities and services are reported. */
  private static final int MOST_REPORTS = 100;

  private static final IdentityGuard SHARED =
      new IdentityGuard(Environment.system(), KnownAccessKeys.shared(), Sessions.shared());

  private final Environment environment;
  private final KnownAccessKeys keys;
  private final Sessions sessions;

  /** What a framework sets. */
  private volatile GivenSettings given = GivenSettings.none();

  /** Null until it is needed. */
  private volatile @Nullable GuardRules rules;

  private final LongAdder foreignCalls = new LongAdder();

  /** The number of clients for each service and identity. */
  private final Map<String, AtomicInteger> clients = new ConcurrentHashMap<>();

  private final Queue<IrsaEvent.ForeignIdentity> reports = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean otherProvider = new AtomicBoolean();
  private final AtomicBoolean defect = new AtomicBoolean();

  /** Referenced here because the sessions hold it weakly. */
  private final Runnable forgetting = this::forget;

  IdentityGuard(Environment environment, KnownAccessKeys keys, Sessions sessions) {
    this.environment = environment;
    this.keys = keys;
    this.sessions = sessions;
    sessions.alsoForget(forgetting);
  }

  /** Returns the guard of this class loader. */
  public static IdentityGuard shared() {
    return SHARED;
  }

  /** Sets what a framework gives: it takes precedence over properties and variables. */
  public void use(GivenSettings settings) {
    given = settings;
    rules = null;
  }

  /** A process restored from an image has other variables, and another log. */
  private void forget() {
    rules = null;
    keys.forgetJudged();
    clients.clear();
    reports.clear();
    otherProvider.set(false);
  }

  /** Returns how many requests were signed by another identity. */
  public long foreignCalls() {
    return foreignCalls.sum();
  }

  /** Returns the first reports for each service and identity. */
  public List<IrsaEvent.ForeignIdentity> reports() {
    return List.copyOf(reports);
  }

  boolean isOn() {
    return rules().mode() != GuardMode.OFF;
  }

  private GuardRules rules() {
    GuardRules known = rules;
    if (known == null) {
      known = GuardRules.of(environment, given);
      rules = known;
    }
    return known;
  }

  // ---- the decision

  /** Returns whether a request acts as the pod, or as another identity that the settings allow. */
  boolean isOfPod(SignedCall call) {
    GuardRules current = rules();
    KnownAccessKeys.Origin origin = keys.find(call.accessKeyId());
    KnownAccessKeys.Kind kind;
    if (origin != null && origin.isOfPod()) {
      kind = origin.kind();
    } else {
      String identity = origin == null ? null : origin.identity();
      kind = kind(call, identity, current);
      if (kind != KnownAccessKeys.Kind.FOREIGN) {
        keys.add(call.accessKeyId(), kind, identity, null);
      }
    }
    if (kind == KnownAccessKeys.Kind.SAME_ROLE || kind == KnownAccessKeys.Kind.SAME_SOURCE) {
      noteOtherProvider(call, signer(kind, current));
    }
    return kind != KnownAccessKeys.Kind.FOREIGN;
  }

  /**
   * Judges a key that no session and no response made known as the pod's.
   *
   * @param identity the identity that a response named, or null
   */
  private KnownAccessKeys.Kind kind(
      SignedCall call, @Nullable String identity, GuardRules current) {
    if (identity == null
        && (isOfAnotherCopy(call)
            || AgentLink.isKnown(call.accessKeyId())
            || current.isStatic(call.accessKeyId()))) {
      return KnownAccessKeys.Kind.ALLOWED;
    }
    if (identity == null && isOfSameSource(call, current)) {
      return KnownAccessKeys.Kind.SAME_SOURCE;
    }
    return current.allows(call, identity)
        ? KnownAccessKeys.Kind.ALLOWED
        : KnownAccessKeys.Kind.FOREIGN;
  }

  /**
   * Returns whether a key comes from where the pod's keys come from: an SDK's own provider fetched
   * it, or a copy of this library in another class loader. A web identity may be of another role.
   * That is known from the response that contained its key, if all responses were seen.
   */
  private boolean isOfSameSource(SignedCall call, GuardRules current) {
    return current.source() == IdentitySource.CONTAINER
        ? ProviderKind.isOfContainer(call.source(), call.provider())
        : keys.isComplete() && ProviderKind.isOfWebIdentity(call.source());
  }

  /** Returns whether the provider belongs to this library in another class loader. */
  private static boolean isOfAnotherCopy(SignedCall call) {
    String provider = call.provider();
    return provider != null && provider.contains("dev.irsa.sdk.");
  }

  /** Returns the identity, as far as it is known: an SDK does not name the role. */
  private static String signer(KnownAccessKeys.Kind kind, GuardRules current) {
    return kind == KnownAccessKeys.Kind.SAME_SOURCE && current.source() != IdentitySource.CONTAINER
        ? "a web identity of a role that the SDK does not name"
        : current.pod();
  }

  private void noteOtherProvider(SignedCall call, String signer) {
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

  // ---- reports

  /**
   * Reports a request of another identity.
   *
   * @param reported the identities that were reported for the client
   * @throws CredentialsException if such requests are denied
   */
  void report(SignedCall call, Set<String> reported) {
    GuardRules current = rules();
    if (current.mode() == GuardMode.OFF) {
      return;
    }
    foreignCalls.increment();
    String identity = identity(call);
    if (reported.size() < MOST_REPORTS && reported.add(call.service() + " " + identity)) {
      reportFirst(call, identity, current);
    }
    if (current.mode() == GuardMode.DENY) {
      throw MisconfiguredException.of(
          Setting.GUARD.label(),
          current.origin(),
          call.found(identity, current.pod()) + "; nothing was sent",
          call.fix(identity));
    }
  }

  private void reportFirst(SignedCall call, String identity, GuardRules current) {
    boolean isDenied = current.mode() == GuardMode.DENY;
    String subject = call.service() + " " + identity;
    if (clients.size() >= MOST_REPORTS && !clients.containsKey(subject)) {
      return;
    }
    int client = clients.computeIfAbsent(subject, each -> new AtomicInteger()).incrementAndGet();
    if (client > MOST_CLIENTS) {
      return;
    }
    var event =
        new IrsaEvent.ForeignIdentity(
            current.source(),
            current.roleArn(),
            sessions.wall().instant(),
            call.service(),
            call.operation(),
            identity,
            call.provider(),
            isDenied);
    if (client == 1) {
      reports.add(event);
    }
    tell(event, call, identity, current);
  }

  private void tell(
      IrsaEvent.ForeignIdentity event, SignedCall call, String identity, GuardRules current) {
    try {
      IrsaLog.log.warn(
          "Another identity{}: {}. Fix: {}",
          event.isDenied() ? " was denied" : "",
          call.found(identity, current.pod()) + CallingCode.find(),
          call.fix(identity));
      sessions.publish(event);
    } catch (Throwable broken) {
      SafeLog.error("The report of another identity failed", broken);
    }
  }

  /**
   * Returns the identity behind a key, as far as it can be told, and remembers it for keys that are
   * derived from this one.
   */
  private String identity(SignedCall call) {
    KnownAccessKeys.Origin origin = keys.find(call.accessKeyId());
    String known = origin == null ? null : origin.identity();
    if (known == null) {
      known = call.identity();
      keys.add(call.accessKeyId(), KnownAccessKeys.Kind.FOREIGN, known, null);
    }
    return known;
  }

  /** Returns why a request that could not be compared is denied, or null to send it. */
  @Nullable CredentialsException undecided(Throwable failure) {
    if (defect.compareAndSet(false, true)) {
      SafeLog.error("The identity of a request could not be compared", failure);
    }
    GuardRules current = rules;
    if (current == null || current.mode() != GuardMode.DENY) {
      return null;
    }
    return MisconfiguredException.of(
        Setting.GUARD.label(),
        current.origin(),
        "the identity of a request could not be compared with the pod's ("
            + failure.getClass().getName()
            + "); nothing was sent",
        "set it to warn, and report the error in the log");
  }

  /** Notes that the key in a response could not be read. */
  void missed() {
    keys.missed();
  }

  // ---- keys that services hand out

  /** Notes a key that a service handed out, see {@link ClientGuard#handedOut}. */
  void handedOut(
      @Nullable String signer,
      String accessKeyId,
      @Nullable Instant expiration,
      String operation,
      @Nullable String roleArn) {
    GuardRules current = rules();
    KnownAccessKeys.Origin origin = signer == null ? null : keys.find(signer);
    if (origin != null && origin.isOfPod()) {
      keys.add(accessKeyId, KnownAccessKeys.Kind.DERIVED, null, expiration);
    } else if (operation.equals("AssumeRoleWithWebIdentity")
        && roleArn != null
        && roleArn.equals(current.roleArn())) {
      // A token proves the identity, whoever signed the request.
      keys.add(accessKeyId, KnownAccessKeys.Kind.SAME_ROLE, null, expiration);
    } else {
      keys.add(
          accessKeyId,
          KnownAccessKeys.Kind.OTHER_ROLE,
          identity(origin, operation, roleArn),
          expiration);
    }
  }

  private static String identity(
      KnownAccessKeys.@Nullable Origin signer, String operation, @Nullable String roleArn) {
    if (roleArn != null) {
      return roleArn + " (" + operation + ")";
    }
    return signer != null && signer.identity() != null
        ? signer.identity()
        : "a session of " + operation;
  }
}
