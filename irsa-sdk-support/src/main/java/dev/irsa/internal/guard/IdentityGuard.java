package dev.irsa.internal.guard;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.concurrent.SafeLog;
import dev.irsa.internal.concurrent.StackSpace;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.session.Sessions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the clients of this process sign with the keys of the pod. In a process configured
 * for IRSA or container credentials, a request of another identity is reported once for each client
 * and identity, or denied. What counts is the key: one that a session got, one that a service
 * handed out to the pod, one of the pod's role whoever fetched it. Requests to servers that are not
 * AWS's are not compared. Outside of such a process this does nothing. Thread-safe, without a lock.
 */
public final class IdentityGuard {

  /** How many keys are remembered that are not the pod's; beyond that, all are forgotten. */
  private static final int MOST_OTHERS = 10_000;

  /** Initialized where there is room on the stack. */
  private static final class Shared {
    static final IdentityGuard GUARD =
        new IdentityGuard(
            Environment.system(),
            new KnownAccessKeys(Clock.systemUTC()),
            Sessions.shared(),
            new PodKeys());
  }

  /** Whose a key is. */
  private enum Verdict {
    /** It is of the pod's role, but another provider fetched it. */
    SAME_ROLE(true),
    /** A web identity that an SDK fetched out of sight: nothing tells its role. */
    SAME_SOURCE(true),
    /** It is meant, or it cannot be told. */
    ALLOWED(true),
    /** It is for a server beyond AWS. */
    NOT_COMPARED(false),
    FOREIGN(false);

    /** Whether it passes for now, and with it what services hand out to it. */
    private final boolean isAllowed;

    Verdict(boolean isAllowed) {
      this.isAllowed = isAllowed;
    }
  }

  /** An application of this process. Equal to itself only. */
  private static final class Application {
    final GivenSettings settings;

    Application(GivenSettings settings) {
      this.settings = settings;
    }
  }

  private final Environment environment;
  private final KnownAccessKeys keys;
  private final PodKeys pod;
  private final ForeignReports reports;

  /** The settings of the applications that run, in their frameworks' terms. */
  private final List<Application> applications = new CopyOnWriteArrayList<>();

  /** The settings of an application that starts, as far as they are known. */
  private volatile @Nullable GivenSettings starting;

  /** Null until they are needed. */
  private volatile @Nullable GuardRules rules;

  /** Whose keys those are that are not the pod's, as far as the SDK told. */
  private final Map<String, String> others = new ConcurrentHashMap<>();

  /** Keys that are not the pod's and are meant. */
  private final Set<String> allowed = ConcurrentHashMap.newKeySet();

  private final LongAdder callsToOtherServers = new LongAdder();
  private final AtomicBoolean defect = new AtomicBoolean();

  /** Referenced here because the sessions hold it weakly. */
  private final Runnable forgetting = new Forgetting();

  /**
   * Creates a guard.
   *
   * @param keys the keys that services handed out
   * @param pod the keys that the pod got
   */
  IdentityGuard(Environment environment, KnownAccessKeys keys, Sessions sessions, PodKeys pod) {
    this.environment = environment;
    this.keys = keys;
    this.pod = pod;
    this.reports = new ForeignReports(sessions);
    sessions.alsoForget(forgetting);
  }

  /** Returns the guard of this class loader. */
  public static IdentityGuard shared() {
    StackSpace.requireForFirst(StackSpace.GUARD);
    return Shared.GUARD;
  }

  /**
   * Adds what the framework of an application sets, which takes precedence over properties and
   * variables. Of several applications in a process, the strictest counts.
   *
   * @return removes it, when the application ends; idempotent
   */
  public Runnable use(GivenSettings settings) {
    Application application = new Application(settings);
    applications.add(application);
    starting = null;
    forgetRules();
    return () -> {
      if (applications.remove(application)) {
        forgetRules();
      }
    };
  }

  /** Sets what an application that starts has set so far, until {@link #use} or the next call. */
  public void useWhileStarting(GivenSettings settings) {
    starting = settings;
    forgetRules();
  }

  private void forgetRules() {
    rules = null;
    others.clear();
    allowed.clear();
  }

  /** A process restored from an image has other variables, and another log. */
  private final class Forgetting implements Runnable {
    @Override
    public void run() {
      forgetRules();
      reports.forget();
    }
  }

  /** Returns how many requests were signed by another identity. */
  public long foreignCalls() {
    return reports.calls();
  }

  /** Returns how many requests with keys that are not the pod's went to servers beyond AWS. */
  public long callsToOtherServers() {
    return callsToOtherServers.sum();
  }

  /** Returns the first reports for each service and identity. */
  public List<IrsaEvent.ForeignIdentity> reports() {
    return reports.first();
  }

  boolean isOn() {
    return rules().areOn();
  }

  /** Returns whether this is off, as far as known without reading the settings. */
  boolean isKnownToBeOff() {
    GuardRules known = rules;
    return known != null && !known.areOn() && known.areCurrent();
  }

  /** Returns the rules of the properties of now: a launcher may set them at any time. */
  private GuardRules rules() {
    GuardRules known = rules;
    if (known == null || !known.areCurrent()) {
      known = GuardRules.of(environment, settings());
      rules = known;
      others.clear();
      allowed.clear();
    }
    return known;
  }

  /** Returns the settings of each application, or of the process if there is none. */
  private List<GivenSettings> settings() {
    List<GivenSettings> all = new ArrayList<>();
    applications.forEach(each -> all.add(each.settings));
    GivenSettings early = starting;
    if (early != null || all.isEmpty()) {
      all.add(early == null ? GivenSettings.none() : early);
    }
    return all;
  }

  // ---- the decision

  /**
   * Compares a request.
   *
   * @param reported the identities that were reported for the client
   * @param sent what happened to the request
   * @return whether its key is the pod's, whatever the settings say
   * @throws CredentialsException if another identity signed it and the rule denies it
   */
  boolean check(SignedRequest call, Set<String> reported, String sent) {
    if (isPods(call.accessKeyId())) {
      return true;
    }
    GuardRules current = rules();
    if (!current.areOn()) {
      return false;
    }
    Verdict verdict = verdict(call, current);
    switch (verdict) {
      case SAME_ROLE -> reports.remarkOtherProvider(call, current.podsName());
      case SAME_SOURCE ->
          reports.remarkOtherProvider(call, "a web identity of a role that the SDK does not name");
      case FOREIGN -> reports.report(call, identity(call), current, reported, sent);
      default -> {}
    }
    if (verdict.isAllowed) {
      rememberAllowed(call.accessKeyId());
    }
    return false;
  }

  private void rememberAllowed(String accessKeyId) {
    if (allowed.size() >= MOST_OTHERS) {
      allowed.clear();
    }
    allowed.add(accessKeyId);
  }

  /** Returns whether a key is the pod's, or of its role, whoever fetched it. */
  public boolean isKnown(String accessKeyId) {
    KnownAccessKeys.Origin origin = keys.find(accessKeyId);
    return isPods(accessKeyId) || (origin != null && rules().isOfRole(origin));
  }

  /**
   * Returns whether a session got a key, or a service handed it out to the pod. That stays true,
   * whatever the settings say.
   */
  boolean isPods(String accessKeyId) {
    KnownAccessKeys.Origin origin = keys.find(accessKeyId);
    return pod.hasIssued(accessKeyId)
        || (origin != null && origin.kind() == KnownAccessKeys.Kind.DERIVED);
  }

  private Verdict verdict(SignedRequest call, GuardRules current) {
    KnownAccessKeys.Origin origin = keys.find(call.accessKeyId());
    if (!current.isToAws(call)) {
      callsToOtherServers.increment();
      return Verdict.NOT_COMPARED;
    }
    if (origin == null) {
      return unknown(call, current);
    }
    return current.isOfRole(origin)
        ? Verdict.SAME_ROLE
        : current.allow(call, origin.identity()) ? Verdict.ALLOWED : Verdict.FOREIGN;
  }

  /** Judges a key that no session got and no response contained. */
  private Verdict unknown(SignedRequest call, GuardRules current) {
    String key = call.accessKeyId();
    if (environment.isStaticKey(key)
        || AgentLink.isKnown(key)
        || CopyLink.hasIssuedKey(call)
        || current.allow(call, null)) {
      return Verdict.ALLOWED;
    }
    if (current.source() == IdentitySource.CONTAINER) {
      // Asked once for each key.
      if (!call.isOfUser() && !others.containsKey(key) && pod.isHandedOutNow(current.pod(), key)) {
        return Verdict.SAME_ROLE;
      }
    } else if (keys.areComplete() && ProviderKind.isOfWebIdentity(call.source())) {
      // It may be of another role. That would be known from the response that contained it.
      return Verdict.SAME_SOURCE;
    }
    return keys.mayLackKeysOfPod() ? Verdict.ALLOWED : Verdict.FOREIGN;
  }

  /**
   * Returns the identity behind a key, as far as it can be told, and remembers it for keys that are
   * derived from this one.
   */
  private String identity(SignedRequest call) {
    KnownAccessKeys.Origin origin = keys.find(call.accessKeyId());
    if (origin != null) {
      return origin.identity();
    }
    if (others.size() >= MOST_OTHERS) {
      others.clear();
    }
    String identity = call.identity();
    String known = others.putIfAbsent(call.accessKeyId(), identity);
    return known == null ? identity : known;
  }

  /** Returns why a request that could not be compared is denied, or null to send it. */
  @Nullable CredentialsException undecided(Throwable failure) {
    if (defect.compareAndSet(false, true)) {
      SafeLog.error("The identity of a request could not be compared", failure);
    }
    GuardRules.Policy strictest = strictest();
    if (strictest == null || !strictest.isDenying()) {
      return null;
    }
    return MisconfiguredException.of(
        Setting.GUARD.label(),
        strictest.origin(),
        "the identity of a request could not be compared with the pod's ("
            + failure.getClass().getName()
            + "); nothing was sent",
        "set it to warn, and report the error in the log");
  }

  private GuardRules.@Nullable Policy strictest() {
    try {
      return rules().strictest();
    } catch (RuntimeException | LinkageError unreadable) {
      GuardRules last = rules;
      return last == null ? null : last.strictest();
    }
  }

  // ---- keys that services hand out

  /** Notes that the key in a response could not be read. */
  void missed() {
    keys.missed();
  }

  /** Notes a key that a service handed out, see {@link ClientGuard#handedOut}. */
  void handedOut(
      @Nullable String signer,
      String accessKeyId,
      @Nullable Instant expiration,
      String operation,
      @Nullable String roleArn) {
    KnownAccessKeys.Origin origin = signer == null ? null : keys.find(signer);
    boolean isOfPod =
        signer != null
            && (pod.hasIssued(signer)
                || allowed.contains(signer)
                || (origin != null
                    && (origin.kind() == KnownAccessKeys.Kind.DERIVED
                        || rules().isOfRole(origin))));
    KnownAccessKeys.Kind kind =
        isOfPod
            ? KnownAccessKeys.Kind.DERIVED
            : operation.equals("AssumeRoleWithWebIdentity")
                ? KnownAccessKeys.Kind.TOKEN
                : KnownAccessKeys.Kind.OTHER;
    keys.add(accessKeyId, kind, identity(signer, origin, operation, roleArn), expiration);
  }

  private String identity(
      @Nullable String signer,
      KnownAccessKeys.@Nullable Origin origin,
      String operation,
      @Nullable String roleArn) {
    if (roleArn != null) {
      return roleArn + " (" + operation + ")";
    }
    String ofSigner =
        origin != null ? origin.identity() : signer == null ? null : others.get(signer);
    return ofSigner == null ? "a session of " + operation : ofSigner;
  }
}
