package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.doctor.internal.cluster.AccountAnnotations;
import dev.irsa.doctor.internal.cluster.ServiceAccountVolume;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.doctor.internal.exchange.Keys;
import dev.irsa.doctor.internal.exchange.SignedCalls;
import dev.irsa.doctor.internal.exchange.StsReply;
import dev.irsa.doctor.internal.issuer.IssuerEvidence;
import dev.irsa.doctor.internal.network.CallResult;
import dev.irsa.doctor.internal.network.HttpRequest;
import dev.irsa.doctor.internal.network.InstanceMetadata;
import dev.irsa.doctor.internal.network.StagedCall;
import dev.irsa.doctor.internal.network.Target;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.settings.CredentialSources.Kind;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.settings.SettingGroup;
import dev.irsa.doctor.internal.text.Secrets;
import dev.irsa.doctor.internal.token.Jwt;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.http.CaBundle;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.identity.WebIdentityToken;
import dev.irsa.internal.sts.StsExchange;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the calls of an examination, all of them together within nine seconds. */
final class Calls {

  private static final String OFFLINE = "not examined: --offline";
  private static final Duration BUDGET = Duration.ofSeconds(9);
  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final Duration EXCHANGE = Duration.ofSeconds(4);
  private static final Duration SIGNED = Duration.ofSeconds(3);
  private static final Duration CLUSTER = Duration.ofSeconds(3);
  private static final Duration DOCUMENT = Duration.ofSeconds(3);
  private static final Duration SHORTEST = Duration.ofMillis(100);

  /** How often and how long a denied exchange is repeated: one minute in all. */
  private static final int REPETITIONS = 12;

  private static final Duration BETWEEN_EXCHANGES = Duration.ofSeconds(5);

  private final Evidence evidence;
  private final Machine machine;
  private final Secrets secrets;
  private final StagedCall calls;
  private long endNanos;
  private @Nullable Background<IssuerEvidence> issuer;
  private @Nullable Background<InstanceMetadata> metadata;
  private @Nullable Background<AccountAnnotations> annotations;

  Calls(Evidence evidence, Machine machine, Secrets secrets) {
    this.evidence = evidence;
    this.machine = machine;
    this.secrets = secrets;
    this.calls = new StagedCall(machine.clock(), machine.nanoTime());
    this.endNanos = machine.nanoTime().getAsLong() + BUDGET.toNanos();
  }

  /** A call on a thread of its own. */
  private static final class Background<T> {
    private final FutureTask<T> task;

    Background(String name, Supplier<T> call) {
      this.task = new FutureTask<>(call::get);
      Thread thread = new Thread(task, "irsa-doctor-" + name);
      thread.setDaemon(true);
      thread.start();
    }

    T get() {
      try {
        return task.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  /** Starts the calls that depend on nothing but files and settings. */
  void startInBackground() {
    if (isOffline()) {
      return;
    }
    ExaminedPod pod = evidence.pod();
    metadata =
        new Background<>("metadata", () -> InstanceMetadata.of(pod, calls, machine.resolver()));
    ServiceAccountVolume volume = evidence.account();
    if (evidence.options().kubernetes() && volume != null) {
      annotations =
          new Background<>(
              "cluster",
              () -> AccountAnnotations.read(pod, volume, calls, machine.resolver(), CLUSTER));
    }
    Piece<Jwt> token = evidence.token();
    URI issuerUri = token.isMissing() ? null : issuerUri(token.get());
    if (issuerUri != null) {
      PodSettings settings = evidence.allSettings();
      Jwt jwt = token.get();
      issuer =
          new Background<>(
              "issuer", () -> IssuerEvidence.of(jwt, issuerUri, uri -> document(settings, uri)));
    }
  }

  private static @Nullable URI issuerUri(Jwt token) {
    try {
      URI uri = token.issuer() == null ? null : URI.create(token.issuer());
      return uri != null && IssuerEvidence.isAllowed(uri) ? uri : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private CallResult document(PodSettings settings, URI uri) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return calls.send(target(settings, uri), HttpRequest.get(uri.getRawPath() + query), DOCUMENT);
  }

  private boolean isOffline() {
    return evidence.options().offline();
  }

  /** Returns the remaining time for a call, and at least a tenth of a second. */
  private Duration within(Duration longest) {
    Duration left = Duration.ofNanos(endNanos - machine.nanoTime().getAsLong());
    Duration bound = left.compareTo(longest) < 0 ? left : longest;
    return bound.compareTo(SHORTEST) < 0 ? SHORTEST : bound;
  }

  private Target target(PodSettings settings, URI endpoint) {
    return new Target(
        endpoint, settings.proxyFor(endpoint), caBundle(settings), machine.resolver());
  }

  private @Nullable CaBundle caBundle(PodSettings settings) {
    Path file = settings.resolved().caBundle();
    return file == null
        ? null
        : new CaBundle(
            evidence.pod().files().follow(file.toString()).place(),
            Objects.requireNonNull(settings.origin(Setting.CA_BUNDLE)));
  }

  private @Nullable String obstacle() {
    if (isOffline()) {
      return OFFLINE;
    }
    PodSettings settings = evidence.allSettings();
    boolean isFaulty =
        settings.endpoint() == null || !settings.problems(SettingGroup.NETWORK).isEmpty();
    return isFaulty ? evidence.blocked() : null;
  }

  /** Reaches STS without a token. */
  Piece<CallResult> probe() {
    Piece<PodSettings> configured = evidence.settings();
    String obstacle = configured.isMissing() ? configured.why() : obstacle();
    if (obstacle != null) {
      return Piece.missing(obstacle);
    }
    PodSettings settings = configured.get();
    secrets.add(settings.proxyPassword());
    Target sts = target(settings, Objects.requireNonNull(settings.endpoint()));
    return Piece.of(SignedCalls.probe(calls, sts, within(PROBE)));
  }

  /** Exchanges the token, repeatedly if that was asked for. */
  Piece<Exchanges> exchange() {
    Piece<WebIdentity> identity = evidence.identity();
    Piece<Jwt> token = evidence.token();
    Piece<CallResult> sts = evidence.sts();
    for (Piece<?> needed : new Piece<?>[] {identity, token, sts}) {
      if (needed.isMissing()) {
        return Piece.missing(needed.why());
      }
    }
    if (!sts.get().isAnswered()) {
      return Piece.missing("not before STS is reached, see IRSA-07");
    }
    ExchangeOutcome first = exchangeOnce(identity.get(), token.get());
    ExchangeOutcome last = first;
    Duration waited = Duration.ZERO;
    for (int i = 0; i < REPETITIONS && evidence.options().waits() && mayHeal(last); i++) {
      if (!pause()) {
        break;
      }
      waited = waited.plus(BETWEEN_EXCHANGES);
      last = exchangeOnce(identity.get(), token.get());
    }
    return Piece.of(new Exchanges(first, last, waited));
  }

  private boolean pause() {
    try {
      machine.pause().pause(BETWEEN_EXCHANGES);
      endNanos = machine.nanoTime().getAsLong() + BUDGET.toNanos();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns whether changes of IAM that are still propagating can explain an outcome. */
  private static boolean mayHeal(ExchangeOutcome outcome) {
    return outcome.reason() == Reason.DENIED || outcome.reason() == Reason.NO_PROVIDER;
  }

  private ExchangeOutcome exchangeOnce(WebIdentity identity, Jwt token) {
    PodSettings settings = evidence.allSettings();
    URI endpoint = Objects.requireNonNull(settings.endpoint());
    Transport transport =
        new Transport(settings.proxyFor(endpoint), caBundle(settings), null, machine.resolver());
    StsExchange exchange = new StsExchange(identity, endpoint, transport, machine.nanoTime());
    try {
      SessionCredentials credentials =
          exchange
              .call(within(EXCHANGE))
              .send(new WebIdentityToken(token.secretText()))
              .credentials();
      secrets.add(credentials.secretAccessKey());
      secrets.add(credentials.sessionToken());
      return new ExchangeOutcome(credentials, null);
    } catch (CredentialsException e) {
      return new ExchangeOutcome(null, e);
    }
  }

  private SignedCalls signedCalls() {
    PodSettings settings = evidence.allSettings();
    URI endpoint = Objects.requireNonNull(settings.endpoint());
    boolean isGlobal = endpoint.getHost().equals("sts.amazonaws.com");
    String region = isGlobal || settings.region() == null ? "us-east-1" : settings.region();
    return new SignedCalls(calls, target(settings, endpoint), region, evidence.serverClock());
  }

  /** Asks STS whose the new credentials are. */
  Piece<StsReply> callerIdentity() {
    Piece<ExchangeOutcome> exchange = evidence.exchange();
    if (exchange.isMissing()) {
      return Piece.missing(exchange.why());
    }
    SessionCredentials credentials = exchange.get().credentials();
    return credentials == null
        ? Piece.missing("not before " + exchange.get().reason().checkId() + " is fixed")
        : Piece.of(signedCalls().callerIdentity(Keys.of(credentials), within(SIGNED)));
  }

  /** Asks STS whose the static keys of the environment are. */
  Piece<StsReply> staticCallerIdentity() {
    ExaminedPod pod = evidence.pod();
    String keyId = pod.variable("AWS_ACCESS_KEY_ID");
    String secret = pod.variable("AWS_SECRET_ACCESS_KEY");
    Piece<CallResult> sts = evidence.sts();
    boolean isReached = !sts.isMissing() && sts.get().isAnswered();
    if (!isReached || keyId == null || secret == null) {
      return Piece.missing(isReached ? "there are no static keys" : "STS was not reached");
    }
    boolean isPlain =
        keyId.matches("\\w{16,128}") && evidence.sources().winner() == Kind.ENVIRONMENT;
    if (!isPlain) {
      return Piece.missing("the static keys are not used, or malformed");
    }
    Keys keys = new Keys(keyId, secret, pod.variable("AWS_SESSION_TOKEN"));
    return Piece.of(signedCalls().callerIdentity(keys, within(SIGNED)));
  }

  /** Assumes the chained role with the new credentials. */
  Piece<StsReply> assumeChainedRole() {
    RoleArn role = evidence.options().chain();
    if (role == null) {
      return Piece.missing("not asked for: --chain ARN");
    }
    Piece<ExchangeOutcome> exchange = evidence.exchange();
    SessionCredentials credentials = exchange.isMissing() ? null : exchange.get().credentials();
    if (credentials == null) {
      return Piece.missing(
          exchange.isMissing() ? exchange.why() : "not before the pod's own role works");
    }
    String session = evidence.identity().get().roleSessionName();
    return Piece.of(
        signedCalls()
            .assumeRole(
                role.text(),
                session,
                evidence.options().externalId(),
                Keys.of(credentials),
                within(SIGNED)));
  }

  Piece<IssuerEvidence> issuer() {
    if (isOffline()) {
      return Piece.missing(OFFLINE);
    }
    Piece<Jwt> token = evidence.token();
    if (token.isMissing()) {
      return Piece.missing(token.why());
    }
    return issuer == null
        ? Piece.missing("the token's issuer is not an https URL")
        : Piece.of(issuer.get());
  }

  Piece<InstanceMetadata> instanceMetadata() {
    return metadata == null ? Piece.missing(OFFLINE) : Piece.of(metadata.get());
  }

  Piece<AccountAnnotations> annotations() {
    if (!evidence.options().kubernetes()) {
      return Piece.missing("not asked for: --kubernetes");
    }
    if (isOffline()) {
      return Piece.missing(OFFLINE);
    }
    return annotations == null
        ? Piece.missing("the pod has no service account volume")
        : Piece.of(annotations.get());
  }
}
