package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.doctor.internal.check.ExchangeOutcome.Issuer;
import dev.irsa.doctor.internal.pod.AccountAnnotations;
import dev.irsa.doctor.internal.pod.CredentialSources.Kind;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.InstanceMetadata;
import dev.irsa.doctor.internal.pod.PodSettings;
import dev.irsa.doctor.internal.pod.PublishedKeys;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.pod.ServiceAccountVolume;
import dev.irsa.doctor.internal.pod.TokenFile;
import dev.irsa.internal.inspect.Inspection;
import dev.irsa.internal.inspect.MachineAccess;
import dev.irsa.internal.inspect.NetworkStage;
import dev.irsa.internal.inspect.ProbeResult;
import dev.irsa.internal.inspect.Role;
import dev.irsa.internal.inspect.StagedCall;
import dev.irsa.internal.inspect.StsReply;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of an examination, which share the time that is left of nine seconds, and keep what
 * they bring out of all outputs. Keeps no keys.
 */
final class Calls {

  private static final String OFFLINE = "not examined: --offline";

  private static final Duration BUDGET = Duration.ofSeconds(9);
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final Duration PROBE_OF_AGENT = Duration.ofSeconds(2);
  private static final Duration EXCHANGE = Duration.ofSeconds(4);
  private static final Duration EXCHANGE_OF_AGENT = Duration.ofSeconds(6);

  private static final String VERSION = "&Version=2011-06-15";
  private static final String IDENTITY = "Action=GetCallerIdentity" + VERSION;

  /** How often a denied exchange is repeated: for one minute in all. */
  private static final int REPETITIONS = 12;

  private static final Duration BETWEEN_EXCHANGES = Duration.ofSeconds(5);

  private final Evidence evidence;
  private final PodSettings settings;
  private final MachineAccess machine;
  private final Secrets secrets;
  private final StagedCall staged;
  private long endNanos;

  Calls(Evidence evidence, MachineAccess machine, Secrets secrets) {
    this.evidence = evidence;
    this.settings = evidence.allSettings;
    this.machine = machine;
    this.secrets = secrets;
    Path file = settings.caBundle();
    this.staged =
        new StagedCall(
            settings.configuration(),
            file == null ? null : evidence.pod.files().follow(file.toString()).place(),
            machine);
    startBudget();
  }

  private void startBudget() {
    endNanos = System.nanoTime() + BUDGET.toNanos();
  }

  private Duration within(Duration longest) {
    Duration left = Duration.ofNanos(endNanos - System.nanoTime());
    Duration bound = left.compareTo(longest) < 0 ? left : longest;
    return bound.compareTo(SHORTEST) < 0 ? SHORTEST : bound;
  }

  private boolean isOffline() {
    return evidence.options.offline();
  }

  /** Asks STS an unsigned question, which shows whether and how it is reached, and its time. */
  Lazy<ProbeResult> probeSts() {
    if (evidence.settings().isMissing() || isOffline()) {
      return Lazy.missing(evidence.settings().isMissing() ? evidence.settings().why() : OFFLINE);
    }
    if (settings.endpoint() == null || !evidence.problems.of(Cause.REACHABILITY).isEmpty()) {
      return Lazy.missing(evidence.blocked());
    }
    secrets.add(Inspection.proxyPassword(settings.configuration()));
    return Lazy.of(staged.post(IDENTITY, within(PROBE)));
  }

  /** Connects to the agent, and learns how far that goes. */
  Lazy<ProbeResult> probeAgent() {
    Lazy<URI> agent = evidence.container();
    if (agent.isMissing() || isOffline()) {
      return Lazy.missing(agent.isMissing() ? agent.why() : OFFLINE);
    }
    URI root = agent.get().resolve("/");
    return Lazy.of(staged.sendDirectly(root, "GET", Map.of(), null, within(PROBE_OF_AGENT)));
  }

  /** Exchanges the token at STS, repeatedly if that was asked for. */
  Lazy<Exchanges> exchange() {
    for (Lazy<?> needed : new Lazy<?>[] {evidence.identity(), evidence.token, evidence.sts}) {
      if (needed.isMissing()) {
        return Lazy.missing(needed.why());
      }
    }
    if (!evidence.sts.get().isAnswered()) {
      return Lazy.missing("not before STS is reached, see IRSA-07");
    }
    ExchangeOutcome first = exchangeOnce();
    ExchangeOutcome last = first;
    Duration waited = Duration.ZERO;
    int repetitions = evidence.options.waits() ? REPETITIONS : 0;
    for (int i = 0; i < repetitions && last.mayHeal() && pause(); i++) {
      waited = waited.plus(BETWEEN_EXCHANGES);
      last = exchangeOnce();
    }
    return Lazy.of(new Exchanges(first, last, waited));
  }

  private ExchangeOutcome exchangeOnce() {
    String token = evidence.token.get().secretText();
    return outcome(() -> staged.exchange(token, within(EXCHANGE)), Issuer.STS);
  }

  /** Waits, as was asked for, and starts the time anew. Returns false if interrupted. */
  private boolean pause() {
    try {
      machine.pause().pause(BETWEEN_EXCHANGES);
      startBudget();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Asks the agent for credentials. */
  Lazy<ExchangeOutcome> askAgent() {
    Lazy<ProbeResult> reached = evidence.agent;
    if (reached.isMissing()) {
      return Lazy.missing(reached.why());
    }
    boolean isInFile = settings.hasAgentTokenFile();
    String token = isInFile ? evidence.tokenFile.part(TokenFile::sent) : null;
    if (isInFile && token == null) {
      return Lazy.missing("not before IRSA-12 is fixed");
    }
    if (!reached.get().isAnswered() && reached.get().stage() != NetworkStage.HTTP) {
      return Lazy.missing("not before the agent is reached, see POD-01");
    }
    Issuer issuer = evidence.isOfAgent() ? Issuer.AGENT : Issuer.OTHER_ENDPOINT;
    return Lazy.of(outcome(() -> staged.askAgent(token, within(EXCHANGE_OF_AGENT)), issuer));
  }

  private ExchangeOutcome outcome(Supplier<SessionCredentials> exchange, Issuer issuer) {
    ExchangeOutcome outcome = ExchangeOutcome.of(exchange, issuer);
    SessionCredentials credentials = outcome.credentials();
    if (credentials != null) {
      secrets.add(credentials.secretAccessKey());
      secrets.add(credentials.sessionToken());
    }
    return outcome;
  }

  /** Asks STS whose the new credentials are. */
  Lazy<StsReply> callerIdentity() {
    Lazy<ExchangeOutcome> exchange = evidence.anyExchange();
    if (exchange.isMissing()) {
      return Lazy.missing(exchange.why());
    }
    Cause stopped = exchange.get().cause();
    SessionCredentials credentials = exchange.get().credentials();
    if (credentials == null || stopped != null) {
      return Lazy.missing("not before " + (stopped == null ? "" : stopped.id()) + " is fixed");
    }
    return settings.endpoint() == null
        ? Lazy.missing("needs valid settings for STS, at least AWS_REGION")
        : Lazy.of(send(IDENTITY, credentials));
  }

  /** Asks STS whose the static keys of the environment are. */
  Lazy<StsReply> staticCallerIdentity() {
    ExaminedPod pod = evidence.pod;
    String keyId = pod.variable("AWS_ACCESS_KEY_ID");
    String secret = pod.variable("AWS_SECRET_ACCESS_KEY");
    boolean isReached = evidence.sts.is(ProbeResult::isAnswered);
    if (!isReached || keyId == null || secret == null) {
      return Lazy.missing(isReached ? "there are no static keys" : "STS was not reached");
    }
    String token = pod.variable("AWS_SESSION_TOKEN");
    // Both become header fields, which must not contain line ends.
    boolean isPlain =
        keyId.matches("\\w{16,128}") && (token == null || token.matches("[!-~]{1,8192}"));
    return isPlain && evidence.sources.winner() == Kind.ENVIRONMENT
        ? Lazy.of(send(IDENTITY, keyId, secret, token))
        : Lazy.missing("the static keys are not used, or malformed");
  }

  /** Assumes the chained role with the new credentials, and drops those that come. */
  Lazy<StsReply> assumeChainedRole() {
    Role role = evidence.options.chain();
    if (role == null) {
      return Lazy.missing("not asked for: --chain ARN");
    }
    Lazy<ExchangeOutcome> exchange = evidence.anyExchange();
    SessionCredentials credentials = exchange.part(ExchangeOutcome::credentials);
    if (credentials == null || settings.endpoint() == null) {
      return Lazy.missing(
          exchange.isMissing() ? exchange.why() : "not before the pod's own role works");
    }
    String externalId = evidence.options.externalId();
    String form =
        "Action=AssumeRole%s&DurationSeconds=900&RoleArn=%s&RoleSessionName=%s%s"
            .formatted(
                VERSION,
                encoded(role.arn()),
                encoded(evidence.sessionName()),
                externalId == null ? "" : "&ExternalId=" + encoded(externalId));
    return Lazy.of(send(form, credentials));
  }

  private StsReply send(String form, SessionCredentials keys) {
    return send(form, keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
  }

  /** Sends a request that is signed by the clock of STS, so that a wrong one here is no matter. */
  private StsReply send(String form, String keyId, String secret, @Nullable String token) {
    return staged.post(form, keyId, secret, token, evidence.serverClock().instant(), within(PROBE));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Looks for instance metadata, in the background. */
  Lazy<InstanceMetadata> metadata() {
    return isOffline()
        ? Lazy.missing(OFFLINE)
        : Lazy.inBackground("metadata", () -> InstanceMetadata.of(evidence.pod, staged));
  }

  /** Reads the pod's service account from the API server, in the background, if asked for. */
  Lazy<AccountAnnotations> annotations() {
    if (!evidence.options.kubernetes()) {
      return Lazy.missing("not asked for: --kubernetes");
    }
    if (isOffline()) {
      return Lazy.missing(OFFLINE);
    }
    ServiceAccountVolume volume = evidence.account;
    return volume == null
        ? Lazy.missing("the pod has no service account volume")
        : Lazy.inBackground("cluster", () -> AccountAnnotations.read(evidence.pod, volume, staged));
  }

  /** Fetches what the token's issuer publishes, in the background. */
  Lazy<PublishedKeys> issuer() {
    if (isOffline()) {
      return Lazy.missing(OFFLINE);
    }
    return evidence
        .settings()
        .then(configured -> evidence.token)
        .then(
            token -> {
              URI uri = PublishedKeys.uriOf(token);
              return uri == null
                  ? Lazy.missing("the token's issuer is not an https URL")
                  : Lazy.inBackground(
                      "issuer",
                      () -> PublishedKeys.of(token, uri, from -> staged.get(from, PROBE)));
            });
  }
}
