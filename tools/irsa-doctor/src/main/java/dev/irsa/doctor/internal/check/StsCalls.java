package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.doctor.internal.exchange.AgentReason;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.exchange.SignedCalls;
import dev.irsa.doctor.internal.exchange.StsReply;
import dev.irsa.doctor.internal.network.ConnectionTarget;
import dev.irsa.doctor.internal.network.ProbeResult;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.settings.CredentialSources.Kind;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.settings.SettingGroup;
import dev.irsa.doctor.internal.token.Jwt;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sigv4.SigningKeys;
import dev.irsa.internal.sts.StsExchange;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reaches STS, exchanges the token there, and asks, with signed requests, which identity the
 * credentials have and what it may do.
 */
final class StsCalls {

  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final Duration EXCHANGE = Duration.ofSeconds(4);
  private static final Duration SIGNED = Duration.ofSeconds(3);

  /** How often a denied exchange is repeated: for one minute in all. */
  private static final int REPETITIONS = 12;

  private static final Duration BETWEEN_EXCHANGES = Duration.ofSeconds(5);

  private final Evidence evidence;
  private final ExaminationCalls calls;

  StsCalls(Evidence evidence, ExaminationCalls calls) {
    this.evidence = evidence;
    this.calls = calls;
  }

  private @Nullable String obstacle() {
    if (calls.isOffline()) {
      return ExaminationCalls.OFFLINE;
    }
    PodSettings settings = evidence.allSettings();
    boolean isFaulty =
        settings.endpoint() == null || !settings.problems(SettingGroup.NETWORK).isEmpty();
    return isFaulty ? evidence.blocked() : null;
  }

  /** Reaches STS without a token. */
  Fact<ProbeResult> probe() {
    Fact<PodSettings> configured = evidence.settings();
    String obstacle = configured.isMissing() ? configured.why() : obstacle();
    if (obstacle != null) {
      return Fact.missing(obstacle);
    }
    PodSettings settings = configured.get();
    calls.keepSecret(settings.proxyPassword());
    ConnectionTarget sts = calls.target(settings, Objects.requireNonNull(settings.endpoint()));
    return Fact.of(SignedCalls.probe(calls.staged(), sts, calls.within(PROBE)));
  }

  /** Exchanges the token, repeatedly if that was asked for. */
  Fact<Exchanges> exchange() {
    Fact<WebIdentity> identity = evidence.identity();
    Fact<Jwt> token = evidence.token();
    Fact<ProbeResult> sts = evidence.sts();
    for (Fact<?> needed : new Fact<?>[] {identity, token, sts}) {
      if (needed.isMissing()) {
        return Fact.missing(needed.why());
      }
    }
    if (!sts.get().isAnswered()) {
      return Fact.missing("not before STS is reached, see IRSA-07");
    }
    ExchangeOutcome first = exchangeOnce(identity.get(), token.get());
    ExchangeOutcome last = first;
    Duration waited = Duration.ZERO;
    for (int i = 0; i < REPETITIONS && evidence.options().waits() && last.mayHeal(); i++) {
      if (!pause()) {
        break;
      }
      waited = waited.plus(BETWEEN_EXCHANGES);
      last = exchangeOnce(identity.get(), token.get());
    }
    return Fact.of(new Exchanges(first, last, waited));
  }

  private boolean pause() {
    try {
      calls.machine().pause().pause(BETWEEN_EXCHANGES);
      calls.startBudget();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private ExchangeOutcome exchangeOnce(WebIdentity identity, Jwt token) {
    PodSettings settings = evidence.allSettings();
    URI endpoint = Objects.requireNonNull(settings.endpoint());
    Transport transport =
        new Transport(
            settings.proxyFor(endpoint),
            calls.caBundle(settings),
            null,
            calls.machine().resolver());
    return calls.remembered(
        ExchangeOutcome.of(
            new StsExchange(identity, endpoint, transport, calls.machine().nanoTime()),
            new IdentityToken(token.secretText()),
            calls.within(EXCHANGE),
            calls.machine().nanoTime()));
  }

  private SignedCalls signedCalls() {
    PodSettings settings = evidence.allSettings();
    URI endpoint = Objects.requireNonNull(settings.endpoint());
    boolean isGlobal = endpoint.getHost().equals("sts.amazonaws.com");
    String region = isGlobal || settings.region() == null ? "us-east-1" : settings.region();
    return new SignedCalls(
        calls.staged(), calls.target(settings, endpoint), region, evidence.serverClock());
  }

  /** Asks STS whose the new credentials are. */
  Fact<StsReply> callerIdentity() {
    Fact<ExchangeOutcome> exchange = evidence.anyExchange();
    if (exchange.isMissing()) {
      return Fact.missing(exchange.why());
    }
    SessionCredentials credentials = exchange.get().credentials();
    if (credentials == null) {
      return Fact.missing("not before " + failed(exchange.get()) + " is fixed");
    }
    return evidence.allSettings().endpoint() == null
        ? Fact.missing("needs valid settings for STS, at least AWS_REGION")
        : Fact.of(signedCalls().callerIdentity(SigningKeys.of(credentials), calls.within(SIGNED)));
  }

  private String failed(ExchangeOutcome outcome) {
    return evidence.sources().usesContainer()
        ? AgentReason.of(outcome).checkId()
        : outcome.reason().checkId();
  }

  /** Asks STS whose the static keys of the environment are. */
  Fact<StsReply> staticCallerIdentity() {
    ExaminedPod pod = evidence.pod();
    String keyId = pod.variable("AWS_ACCESS_KEY_ID");
    String secret = pod.variable("AWS_SECRET_ACCESS_KEY");
    boolean isReached = evidence.sts().is(ProbeResult::isAnswered);
    if (!isReached || keyId == null || secret == null) {
      return Fact.missing(isReached ? "there are no static keys" : "STS was not reached");
    }
    String token = pod.variable("AWS_SESSION_TOKEN");
    // Both become header fields, which must not contain line ends.
    boolean isPlain =
        keyId.matches("\\w{16,128}") && (token == null || token.matches("[!-~]{1,8192}"));
    if (!isPlain || evidence.sources().winner() != Kind.ENVIRONMENT) {
      return Fact.missing("the static keys are not used, or malformed");
    }
    SigningKeys keys = new SigningKeys(keyId, secret, token);
    return Fact.of(signedCalls().callerIdentity(keys, calls.within(SIGNED)));
  }

  /** Assumes the chained role with the new credentials. */
  Fact<StsReply> assumeChainedRole() {
    RoleArn role = evidence.options().chain();
    if (role == null) {
      return Fact.missing("not asked for: --chain ARN");
    }
    Fact<ExchangeOutcome> exchange = evidence.exchange();
    SessionCredentials credentials = exchange.part(ExchangeOutcome::credentials);
    if (credentials == null) {
      return Fact.missing(
          exchange.isMissing() ? exchange.why() : "not before the pod's own role works");
    }
    String session = evidence.identity().get().roleSessionName();
    return Fact.of(
        signedCalls()
            .assumeRole(
                role.text(),
                session,
                evidence.options().externalId(),
                SigningKeys.of(credentials),
                calls.within(SIGNED)));
  }
}
