package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.doctor.internal.exchange.AgentReason;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.exchange.SignedCalls;
import dev.irsa.doctor.internal.exchange.StsReply;
import dev.irsa.doctor.internal.network.CallResult;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.settings.CredentialSources.Kind;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.sigv4.SigningKeys;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/** Asks STS, with signed requests, which identity the credentials have and what it may do. */
final class CallerCalls {

  private static final Duration SIGNED = Duration.ofSeconds(3);

  private final Evidence evidence;
  private final Calls calls;

  CallerCalls(Evidence evidence, Calls calls) {
    this.evidence = evidence;
    this.calls = calls;
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
    boolean isReached = evidence.sts().is(CallResult::isAnswered);
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
