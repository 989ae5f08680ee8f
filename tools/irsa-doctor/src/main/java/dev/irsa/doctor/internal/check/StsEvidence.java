package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.doctor.internal.check.ExchangeOutcome.Issuer;
import dev.irsa.doctor.internal.pod.CredentialSources.Kind;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.internal.config.RoleArn;
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
  final Lazy<ProbeResult> reached = Lazy.later(this::reach);

  /** The exchanges of the token. */
  final Lazy<Exchanges> exchanges = Lazy.later(this::exchangeToken);

  /** The identity behind the new credentials. */
  final Lazy<SignedCallResult> caller = Lazy.later(this::askForCaller);

  /** The identity behind the static keys of the environment. */
  final Lazy<SignedCallResult> staticCaller = Lazy.later(this::askForStaticCaller);

  /** The response to the chained role; the credentials in it are dropped. */
  final Lazy<SignedCallResult> chainedRole = Lazy.later(this::assumeChainedRole);

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

  /** Returns the outcome of the last exchange of the token. */
  Lazy<ExchangeOutcome> exchange() {
    return exchanges.then(all -> Lazy.of(all.last()));
  }

  private Lazy<ProbeResult> reach() {
    return evidence
        .irsa()
        .then(
            settings -> {
              if (network.isOffline) {
                return Lazy.missing(Network.OFFLINE);
              }
              return settings.endpoint() == null || evidence.settings.has(Cause.REACHABILITY)
                  ? Lazy.missing(evidence.blocked())
                  : Lazy.of(network.calls.post(CALLER_IDENTITY, network.within(CALL)));
            });
  }

  private Lazy<Exchanges> exchangeToken() {
    Lazy<?>[] needed = {evidence.validSettings(), evidence.token.jwt, reached};
    for (Lazy<?> each : needed) {
      if (each.isMissing()) {
        return Lazy.missing(each.why());
      }
    }
    if (!reached.get().isAnswered()) {
      return Lazy.missing("not before STS is reached, see IRSA-07");
    }
    ExchangeOutcome first = exchangeOnce();
    ExchangeOutcome last = first;
    Duration waited = Duration.ZERO;
    int repetitions = evidence.options.waits() ? REPETITIONS : 0;
    for (int i = 0; i < repetitions && last.mayHeal() && network.pause(BETWEEN_EXCHANGES); i++) {
      waited = waited.plus(BETWEEN_EXCHANGES);
      last = exchangeOnce();
    }
    return Lazy.of(new Exchanges(first, last, waited));
  }

  private ExchangeOutcome exchangeOnce() {
    String token = evidence.token.jwt.get().secretText();
    return network.exchange(
        Issuer.STS, () -> network.calls.exchange(token, network.within(EXCHANGE)));
  }

  private Lazy<SignedCallResult> askForCaller() {
    return evidence
        .exchange()
        .then(
            outcome -> {
              SessionCredentials keys = outcome.credentials();
              if (keys == null) {
                return Lazy.missing("not before " + outcome.causeId() + " is fixed");
              }
              return evidence.settings.endpoint() == null
                  ? Lazy.missing("needs valid settings for STS, at least AWS_REGION")
                  : Lazy.of(send(CALLER_IDENTITY, keys));
            });
  }

  private Lazy<SignedCallResult> askForStaticCaller() {
    ExaminedPod pod = evidence.pod;
    String keyId = pod.variable("AWS_ACCESS_KEY_ID");
    String secret = pod.variable("AWS_SECRET_ACCESS_KEY");
    if (!reached.is(ProbeResult::isAnswered)) {
      return Lazy.missing("STS was not reached");
    }
    if (keyId == null || secret == null) {
      return Lazy.missing("there are no static keys");
    }
    String token = pod.variable("AWS_SESSION_TOKEN");
    // Both become header fields, which must not contain line ends.
    boolean isPlain =
        keyId.matches("\\w{16,128}") && (token == null || token.matches("[!-~]{1,8192}"));
    return isPlain && evidence.sources.winner() == Kind.ENVIRONMENT
        ? Lazy.of(send(CALLER_IDENTITY, keyId, secret, token))
        : Lazy.missing("the static keys are not used, or malformed");
  }

  private Lazy<SignedCallResult> assumeChainedRole() {
    RoleArn role = evidence.options.chain();
    if (role == null) {
      return Lazy.missing("not asked for: --chain ARN");
    }
    return evidence
        .exchange()
        .then(
            outcome -> {
              SessionCredentials keys = outcome.credentials();
              return keys == null || evidence.settings.endpoint() == null
                  ? Lazy.missing("not before the pod's own role works")
                  : Lazy.of(send(formFor(role), keys));
            });
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
    return network.calls.post(form, keyId, secret, token, clock().instant(), network.within(CALL));
  }

  /** Returns how far the clock of STS is ahead of this machine's. */
  Lazy<Duration> clockOffset() {
    return evidence.sources.usesContainer()
        ? caller.then(reply -> clockOffset(reply.call()))
        : reached.then(StsEvidence::clockOffset);
  }

  private static Lazy<Duration> clockOffset(ProbeResult reached) {
    Duration offset = reached.response() == null ? null : reached.response().clockOffset();
    return offset == null
        ? Lazy.missing("not before IRSA-07 is fixed: the time of STS is not known")
        : Lazy.of(offset);
  }

  /**
   * Returns the clock of STS if it is known before signed calls, so that signatures are right even
   * if the clock of this machine is wrong. Otherwise the clock of this machine.
   */
  Clock clock() {
    Duration offset = reached.part(result -> clockOffset(result).part(known -> known));
    return offset == null ? network.clock() : Clock.offset(network.clock(), offset);
  }
}
