package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.doctor.internal.network.ProbeResult;
import dev.irsa.doctor.internal.network.StsReply;
import dev.irsa.doctor.internal.pod.CredentialSources.Kind;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sigv4.RequestSigner;
import dev.irsa.internal.sigv4.SigningKeys;
import dev.irsa.internal.sts.StsExchange;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Reaches STS, exchanges the token there, and asks, with signed requests, which identity the
 * credentials have and what it may do. Keeps no keys.
 */
final class StsCalls {

  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final Duration EXCHANGE = Duration.ofSeconds(4);
  private static final Duration SIGNED = Duration.ofSeconds(3);
  private static final String VERSION = "&Version=2011-06-15";
  private static final String IDENTITY = "Action=GetCallerIdentity" + VERSION;

  /** How often a denied exchange is repeated: for one minute in all. */
  private static final int REPETITIONS = 12;

  private static final Duration BETWEEN_EXCHANGES = Duration.ofSeconds(5);

  private final Evidence evidence;
  private final Calls calls;

  StsCalls(Evidence evidence, Calls calls) {
    this.evidence = evidence;
    this.calls = calls;
  }

  private URI endpoint() {
    return Objects.requireNonNull(evidence.allSettings().endpoint());
  }

  /** Returns the endpoint for requests that do not go where an override may lead. */
  private URI server() {
    return endpoint().resolve("/");
  }

  /** Asks STS an unsigned question, which shows whether and how it is reached, and its time. */
  Fact<ProbeResult> probe() {
    PodSettings settings = evidence.allSettings();
    if (evidence.settings().isMissing() || calls.isOffline()) {
      return Fact.missing(
          evidence.settings().isMissing() ? evidence.settings().why() : Calls.OFFLINE);
    }
    if (settings.endpoint() == null || !settings.problems(Cause.REACHABILITY).isEmpty()) {
      return Fact.missing(evidence.blocked());
    }
    calls.keepSecret(settings.proxyPassword());
    HttpRequest question = HttpRequest.post(IDENTITY.getBytes(StandardCharsets.US_ASCII));
    return Fact.of(calls.send(server(), calls.transport(endpoint()), question, PROBE));
  }

  /** Exchanges the token, repeatedly if that was asked for. */
  Fact<Exchanges> exchange() {
    Fact<WebIdentity> identity = evidence.identity();
    for (Fact<?> needed : new Fact<?>[] {identity, evidence.token, evidence.sts}) {
      if (needed.isMissing()) {
        return Fact.missing(needed.why());
      }
    }
    if (!evidence.sts.get().isAnswered()) {
      return Fact.missing("not before STS is reached, see IRSA-07");
    }
    ExchangeOutcome first = exchangeOnce(identity.get());
    ExchangeOutcome last = first;
    Duration waited = Duration.ZERO;
    for (int i = 0; i < REPETITIONS && evidence.options().waits() && last.mayHeal(); i++) {
      if (!calls.pause(BETWEEN_EXCHANGES)) {
        break;
      }
      waited = waited.plus(BETWEEN_EXCHANGES);
      last = exchangeOnce(identity.get());
    }
    return Fact.of(new Exchanges(first, last, waited));
  }

  private ExchangeOutcome exchangeOnce(WebIdentity identity) {
    return calls.exchange(
        new StsExchange(identity, endpoint(), calls.transport(endpoint()), System::nanoTime),
        new IdentityToken(evidence.token.get().secretText()),
        EXCHANGE,
        false);
  }

  /** Asks STS whose the new credentials are. */
  Fact<StsReply> callerIdentity() {
    Fact<ExchangeOutcome> exchange = evidence.anyExchange();
    if (exchange.isMissing()) {
      return Fact.missing(exchange.why());
    }
    Cause stopped = exchange.get().cause();
    SessionCredentials credentials = exchange.get().credentials();
    if (credentials == null || stopped != null) {
      return Fact.missing("not before " + (stopped == null ? "" : stopped.id()) + " is fixed");
    }
    return evidence.allSettings().endpoint() == null
        ? Fact.missing("needs valid settings for STS, at least AWS_REGION")
        : Fact.of(send(IDENTITY, SigningKeys.of(credentials)));
  }

  /** Asks STS whose the static keys of the environment are. */
  Fact<StsReply> staticCallerIdentity() {
    ExaminedPod pod = evidence.pod();
    String keyId = pod.variable("AWS_ACCESS_KEY_ID");
    String secret = pod.variable("AWS_SECRET_ACCESS_KEY");
    boolean isReached = evidence.sts.is(ProbeResult::isAnswered);
    if (!isReached || keyId == null || secret == null) {
      return Fact.missing(isReached ? "there are no static keys" : "STS was not reached");
    }
    String token = pod.variable("AWS_SESSION_TOKEN");
    // Both become header fields, which must not contain line ends.
    boolean isPlain =
        keyId.matches("\\w{16,128}") && (token == null || token.matches("[!-~]{1,8192}"));
    return isPlain && evidence.sources().winner() == Kind.ENVIRONMENT
        ? Fact.of(send(IDENTITY, new SigningKeys(keyId, secret, token)))
        : Fact.missing("the static keys are not used, or malformed");
  }

  /** Assumes the chained role with the new credentials, and drops those that come. */
  Fact<StsReply> assumeChainedRole() {
    RoleArn role = evidence.options().chain();
    if (role == null) {
      return Fact.missing("not asked for: --chain ARN");
    }
    Fact<ExchangeOutcome> exchange = evidence.anyExchange();
    SessionCredentials credentials = exchange.part(ExchangeOutcome::credentials);
    if (credentials == null || evidence.allSettings().endpoint() == null) {
      return Fact.missing(
          exchange.isMissing() ? exchange.why() : "not before the pod's own role works");
    }
    WebIdentity identity = evidence.allSettings().identity();
    String externalId = evidence.options().externalId();
    String form =
        "Action=AssumeRole"
            + VERSION
            + "&DurationSeconds=900&RoleArn="
            + encoded(role.text())
            + "&RoleSessionName="
            + encoded(identity == null ? "irsa-doctor" : identity.roleSessionName())
            + (externalId == null ? "" : "&ExternalId=" + encoded(externalId));
    return Fact.of(send(form, SigningKeys.of(credentials)));
  }

  /** Sends a request that is signed by the clock of STS, so that a wrong one here is no matter. */
  private StsReply send(String form, SigningKeys keys) {
    byte[] body = form.getBytes(StandardCharsets.UTF_8);
    Transport way = calls.transport(endpoint());
    Map<String, String> signed =
        Map.of(
            "Content-Type",
            "application/x-www-form-urlencoded",
            "Host",
            new ConnectionFactory(endpoint(), way).authority());
    Map<String, String> signature =
        new RequestSigner("sts", region())
            .sign("POST", "/", signed, body, keys, evidence.serverClock().instant());
    return StsReply.of(calls.send(server(), way, HttpRequest.post(body, signature), SIGNED));
  }

  private String region() {
    String region = evidence.allSettings().region();
    boolean isGlobal = endpoint().getHost().equals("sts.amazonaws.com");
    return isGlobal || region == null ? "us-east-1" : region;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
