package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.doctor.internal.check.ExchangeOutcome.Issuer;
import dev.irsa.doctor.internal.pod.CredentialSources.Kind;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.inspect.NetworkProbe;
import dev.irsa.internal.inspect.ProbeResult;
import dev.irsa.internal.inspect.SignedCallResult;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The responses of STS to the pod's token, and to the new credentials. */
final class StsEvidence {
  private static final Duration CALL = Duration.ofSeconds(3);
  private static final Duration EXCHANGE = Duration.ofSeconds(4);
  private static final String VERSION = "&Version=2011-06-15";
  private static final String CALLER_IDENTITY = "Action=GetCallerIdentity" + VERSION;

  /** How often a denied exchange is repeated: for one minute in all. */
  private static final int REPETITIONS = 12;

  private static final Duration BETWEEN_EXCHANGES = Duration.ofSeconds(5);

  /** The response to an unsigned request, which shows whether STS is reached, and its time. */
  final Lazy<ProbeResult> reached = new Lazy<>(this::reach);

  /** The exchanges of the token. */
  final Lazy<Exchanges> exchanges = new Lazy<>(this::exchangeToken);

  /** The outcome of the last exchange of the token. */
  final Lazy<ExchangeOutcome> exchange = new Lazy<>(() -> exchanges.get().last());

  /** The identity behind the new credentials. */
  final Lazy<SignedCallResult> caller = new Lazy<>(this::askForCaller);

  /** The identity behind the static keys of the environment. */
  final Lazy<SignedCallResult> staticCaller = new Lazy<>(this::askForStaticCaller);

  /** The response to the chained role; the credentials in it are dropped. */
  final Lazy<SignedCallResult> chainedRole = new Lazy<>(this::assumeChainedRole);

  /** How far the clock of STS is ahead of this machine's. */
  final Lazy<Duration> clockOffset = new Lazy<>(this::compareClocks);

  private final Evidence evidence;
  private final Network network;

  StsEvidence(Evidence evidence, Network network) {
    this.evidence = evidence;
    this.network = network;
  }

  /**
   * All exchanges of one examination. Immutable.
   *
   * @param first the outcome of the first exchange
   * @param last the outcome of the last one, which is the first one unless it was repeated
   * @param waited the time between the two
   */
  record Exchanges(ExchangeOutcome first, ExchangeOutcome last, Duration waited) {

    /** Returns whether a denied exchange succeeded later. */
    boolean healed() {
      return first.cause() != null && last.cause() == null;
    }
  }

  private ProbeResult reach() {
    evidence.requireIrsa();
    NetworkProbe calls = network.calls();
    if (evidence.settings.endpoint() == null || evidence.settings.has(Cause.REACHABILITY)) {
      throw evidence.blocked();
    }
    return calls.post(CALLER_IDENTITY, network.within(CALL));
  }

  private Exchanges exchangeToken() {
    evidence.requireValidSettings();
    String token = evidence.token.jwt.get().secretText();
    if (!reached.get().isAnswered()) {
      throw new MissingEvidenceException("not before STS is reached, see IRSA-07");
    }
    ExchangeOutcome first = exchangeOnce(token);
    ExchangeOutcome last = first;
    Duration waited = Duration.ZERO;
    int repetitions = evidence.options.waits() ? REPETITIONS : 0;
    for (int i = 0; i < repetitions && last.mayHeal() && network.pause(BETWEEN_EXCHANGES); i++) {
      waited = waited.plus(BETWEEN_EXCHANGES);
      last = exchangeOnce(token);
    }
    return new Exchanges(first, last, waited);
  }

  private ExchangeOutcome exchangeOnce(String token) {
    return network.exchange(
        Issuer.STS, () -> network.calls().exchange(token, network.within(EXCHANGE)));
  }

  private SignedCallResult askForCaller() {
    ExchangeOutcome outcome = evidence.exchange().get();
    SessionCredentials keys = outcome.credentials();
    if (keys == null) {
      throw new MissingEvidenceException("not before " + outcome.causeId() + " is fixed");
    }
    if (evidence.settings.endpoint() == null) {
      throw new MissingEvidenceException("needs valid settings for STS, at least AWS_REGION");
    }
    return send(CALLER_IDENTITY, keys);
  }

  private SignedCallResult askForStaticCaller() {
    ExaminedPod pod = evidence.pod;
    String keyId = pod.variable("AWS_ACCESS_KEY_ID");
    String secret = pod.variable("AWS_SECRET_ACCESS_KEY");
    String token = pod.variable("AWS_SESSION_TOKEN");
    // Both become header fields, which must not contain line ends.
    boolean isPlain = token == null || token.matches("[!-~]{1,8192}");
    boolean isUsed = evidence.sources.winner() == Kind.ENVIRONMENT && reached.get().isAnswered();
    if (keyId == null || secret == null || !keyId.matches("\\w{16,128}") || !isPlain || !isUsed) {
      throw new MissingEvidenceException("the static keys are not used, or malformed");
    }
    return send(CALLER_IDENTITY, keyId, secret, token);
  }

  private SignedCallResult assumeChainedRole() {
    RoleArn role = evidence.options.chain();
    if (role == null) {
      throw new MissingEvidenceException("not asked for: --chain ARN");
    }
    SessionCredentials keys = evidence.exchange().get().credentials();
    if (keys == null || evidence.settings.endpoint() == null) {
      throw new MissingEvidenceException("not before the pod's own role works");
    }
    return send(formFor(role), keys);
  }

  private String formFor(RoleArn chained) {
    String externalId = evidence.options.externalId();
    return "Action=AssumeRole%s&DurationSeconds=900&RoleArn=%s&RoleSessionName=%s%s"
        .formatted(
            VERSION,
            encoded(chained.text()),
            encoded(evidence.sessionName()),
            externalId == null ? "" : "&ExternalId=" + encoded(externalId));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private SignedCallResult send(String form, SessionCredentials keys) {
    return send(form, keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
  }

  private SignedCallResult send(String form, String keyId, String secret, @Nullable String token) {
    return network
        .calls()
        .post(form, keyId, secret, token, clock().instant(), network.within(CALL));
  }

  private Duration compareClocks() {
    ProbeResult result = evidence.sources.usesContainer() ? caller.get().call() : reached.get();
    Duration offset = clockOffset(result);
    if (offset == null) {
      throw new MissingEvidenceException(
          "not before IRSA-07 is fixed: the time of STS is not known");
    }
    return offset;
  }

  private static @Nullable Duration clockOffset(ProbeResult result) {
    return result.response() == null ? null : result.response().clockOffset();
  }

  /**
   * Returns the clock of STS if it is known before signed calls, so that signatures are right even
   * if the clock of this machine is wrong. Otherwise the clock of this machine.
   */
  Clock clock() {
    Duration offset = reached.part(StsEvidence::clockOffset);
    return offset == null ? network.clock() : Clock.offset(network.clock(), offset);
  }
}
