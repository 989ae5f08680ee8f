package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.doctor.internal.cluster.AccountAnnotations;
import dev.irsa.doctor.internal.cluster.ServiceAccountVolume;
import dev.irsa.doctor.internal.exchange.AgentReason;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.doctor.internal.exchange.Keys;
import dev.irsa.doctor.internal.exchange.SignedCalls;
import dev.irsa.doctor.internal.exchange.StsReply;
import dev.irsa.doctor.internal.issuer.IssuerEvidence;
import dev.irsa.doctor.internal.network.CallResult;
import dev.irsa.doctor.internal.network.HttpRequest;
import dev.irsa.doctor.internal.network.InstanceMetadata;
import dev.irsa.doctor.internal.network.NetworkStage;
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
import dev.irsa.internal.container.ContainerExchange;
import dev.irsa.internal.http.CaBundle;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.identity.WebIdentity;
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
  private static final Duration AGENT_PROBE = Duration.ofSeconds(2);
  private static final Duration AGENT = Duration.ofSeconds(6);
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
    URI issuerUri =
        token.isMissing() || evidence.settings().isMissing() ? null : issuerUri(token.get());
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
    return remembered(
        ExchangeOutcome.of(
            new StsExchange(identity, endpoint, transport, machine.nanoTime()),
            new IdentityToken(token.secretText()),
            within(EXCHANGE),
            machine.nanoTime()));
  }

  private ExchangeOutcome remembered(ExchangeOutcome outcome) {
    SessionCredentials credentials = outcome.credentials();
    if (credentials != null) {
      secrets.add(credentials.secretAccessKey());
      secrets.add(credentials.sessionToken());
    }
    return outcome;
  }

  /** Reaches the agent without a token, at a path that it does not have. */
  Piece<CallResult> probeAgent() {
    Piece<ContainerIdentity> container = evidence.container();
    if (container.isMissing() || isOffline()) {
      return Piece.missing(container.isMissing() ? container.why() : OFFLINE);
    }
    Target agent =
        new Target(
            container.get().uri(), null, caBundle(evidence.allSettings()), machine.resolver());
    return Piece.of(calls.send(agent, HttpRequest.get("/"), within(AGENT_PROBE)));
  }

  /** Asks the agent for credentials, in the way of the library. */
  Piece<ExchangeOutcome> askAgent() {
    Piece<CallResult> reached = evidence.agent();
    if (reached.isMissing()) {
      return Piece.missing(reached.why());
    }
    ContainerIdentity identity = evidence.container().get();
    IdentityToken token = identity.token();
    if (identity.tokenFile() != null) {
      token = evidence.tokenFile().isMissing() ? null : evidence.tokenFile().get().sent();
      if (token == null) {
        return Piece.missing("not before IRSA-12 is fixed");
      }
    }
    boolean isConnected = reached.get().isAnswered() || reached.get().stage() == NetworkStage.HTTP;
    if (!isConnected) {
      return Piece.missing("not before the agent is reached, see POD-01");
    }
    secrets.add(token == null ? null : token.value());
    Transport transport =
        new Transport(null, caBundle(evidence.allSettings()), null, machine.resolver());
    Subject subject = new Subject(IdentitySource.CONTAINER, null, identity.uri());
    return Piece.of(
        remembered(
            ExchangeOutcome.of(
                new ContainerExchange(
                    subject,
                    transport,
                    Setting.CONTAINER_CREDENTIALS_FULL_URI.label(),
                    machine.nanoTime()),
                token,
                within(AGENT),
                machine.nanoTime())));
  }

  /** Returns the settings that lead to STS, also for a pod that does not need it. */
  private PodSettings stsSettings() {
    return evidence.sources().usesContainer()
        ? PodSettings.ofSts(evidence.pod().environment())
        : evidence.allSettings();
  }

  private SignedCalls signedCalls(PodSettings settings, URI endpoint) {
    boolean isGlobal = endpoint.getHost().equals("sts.amazonaws.com");
    String region = isGlobal || settings.region() == null ? "us-east-1" : settings.region();
    return new SignedCalls(calls, target(settings, endpoint), region, evidence.serverClock());
  }

  private SignedCalls signedCalls() {
    PodSettings settings = evidence.allSettings();
    return signedCalls(settings, Objects.requireNonNull(settings.endpoint()));
  }

  /** Asks STS whose the new credentials are. */
  Piece<StsReply> callerIdentity() {
    Piece<ExchangeOutcome> exchange = evidence.anyExchange();
    if (exchange.isMissing()) {
      return Piece.missing(exchange.why());
    }
    SessionCredentials credentials = exchange.get().credentials();
    if (credentials == null) {
      return Piece.missing("not before " + failed(exchange.get()) + " is fixed");
    }
    PodSettings settings = stsSettings();
    URI endpoint = settings.endpoint();
    return endpoint == null
        ? Piece.missing("needs a region for STS: AWS_REGION")
        : Piece.of(
            signedCalls(settings, endpoint).callerIdentity(Keys.of(credentials), within(SIGNED)));
  }

  private String failed(ExchangeOutcome outcome) {
    return evidence.sources().usesContainer()
        ? AgentReason.of(outcome).checkId()
        : String.valueOf(outcome.reason().checkId());
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
    if (token.isMissing() || evidence.settings().isMissing()) {
      return Piece.missing(token.isMissing() ? token.why() : evidence.settings().why());
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
