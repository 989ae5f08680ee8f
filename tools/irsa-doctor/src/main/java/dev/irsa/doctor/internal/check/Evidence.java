package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.cluster.AccountAnnotations;
import dev.irsa.doctor.internal.cluster.ServiceAccountVolume;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.doctor.internal.exchange.StsReply;
import dev.irsa.doctor.internal.issuer.IssuerEvidence;
import dev.irsa.doctor.internal.jvm.JavaAgent;
import dev.irsa.doctor.internal.jvm.JvmFacts;
import dev.irsa.doctor.internal.network.NodeMetadata;
import dev.irsa.doctor.internal.network.ProbeResult;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.policy.PodIdentityJudgement;
import dev.irsa.doctor.internal.policy.PolicyJudgement;
import dev.irsa.doctor.internal.policy.TokenIdentity;
import dev.irsa.doctor.internal.policy.TrustDocument;
import dev.irsa.doctor.internal.settings.CredentialSources;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.settings.SettingGroup;
import dev.irsa.doctor.internal.text.Secrets;
import dev.irsa.doctor.internal.token.Jwt;
import dev.irsa.doctor.internal.token.TokenEvidence;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.token.TokenKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the checks look at. Each fact is obtained once, when the first check asks for it,
 * except calls that do not depend on others: they run in the background from the start. Used by one
 * thread.
 */
final class Evidence {

  private final ExaminedPod pod;
  private final ExaminationOptions options;
  private final MachineAccess machine;
  private final Secrets secrets;
  private final BackgroundCalls background;
  private final CredentialSources sources;
  private final @Nullable ServiceAccountVolume account;
  private final Memoized<PodSettings> settings;
  private final Memoized<Fact<TokenEvidence>> tokenFile;
  private final Memoized<Fact<ProbeResult>> sts;
  private final Memoized<Fact<Exchanges>> exchanges;
  private final Memoized<Fact<ProbeResult>> agent;
  private final Memoized<Fact<ExchangeOutcome>> agentExchange;
  private final Memoized<Fact<StsReply>> caller;
  private final Memoized<Fact<StsReply>> staticCaller;
  private final Memoized<Fact<StsReply>> chain;
  private final Memoized<Fact<PolicyJudgement>> judgement;
  private final Memoized<JvmFacts> jvm = new Memoized<>(JvmFacts::ofThisJvm);

  Evidence(ExaminedPod pod, ExaminationOptions options, MachineAccess machine, Secrets secrets) {
    this.pod = pod;
    this.options = options;
    this.machine = machine;
    this.sources = CredentialSources.of(pod);
    this.account = ServiceAccountVolume.of(pod.files());
    if (account != null && account.token() != null) {
      secrets.add(account.token().secretText());
    }
    this.settings = new Memoized<>(() -> PodSettings.of(pod.environment()));
    this.tokenFile = new Memoized<>(this::readTokenFile);
    this.secrets = secrets;
    ExaminationCalls calls = new ExaminationCalls(this, machine, secrets);
    StsCalls stsCalls = new StsCalls(this, calls);
    AgentCalls agentCalls = new AgentCalls(this, calls);
    this.sts = new Memoized<>(stsCalls::probe);
    this.exchanges = new Memoized<>(stsCalls::exchange);
    this.agent = new Memoized<>(agentCalls::probe);
    this.agentExchange = new Memoized<>(agentCalls::ask);
    this.caller = new Memoized<>(stsCalls::callerIdentity);
    this.staticCaller = new Memoized<>(stsCalls::staticCallerIdentity);
    this.chain = new Memoized<>(stsCalls::assumeChainedRole);
    this.judgement = new Memoized<>(this::judge);
    // Last, because the calls look at the other evidence.
    this.background = new BackgroundCalls(this, calls);
  }

  ExaminedPod pod() {
    return pod;
  }

  ExaminationOptions options() {
    return options;
  }

  CredentialSources sources() {
    return sources;
  }

  /** Returns the volume with the pod's token for the API server, or null. */
  @Nullable ServiceAccountVolume account() {
    return account;
  }

  JvmFacts jvm() {
    return jvm.get();
  }

  /** Returns the Java agent of irsa in the pod's JVMs, or null. */
  @Nullable JavaAgent javaAgent() {
    return JavaAgent.of(pod);
  }

  /** Returns the settings, also if nothing is configured. */
  PodSettings allSettings() {
    return settings.get();
  }

  /** Returns the pod's identity at the Pod Identity agent, or at another container endpoint. */
  Fact<ContainerIdentity> container() {
    if (!sources.usesContainer()) {
      return Fact.missing(
          sources.hasWebIdentity()
              ? "this pod uses IRSA, not Pod Identity"
              : "Pod Identity is not configured here, see IRSA-04");
    }
    return unlessBlocked(settings.get().container());
  }

  /** Returns the settings of IRSA, unless nothing of it is configured. */
  Fact<PodSettings> settings() {
    if (sources.hasWebIdentity()) {
      return Fact.of(settings.get());
    }
    return Fact.missing(
        sources.usesContainer()
            ? "this pod uses Pod Identity, not IRSA"
            : "IRSA is not configured here, see IRSA-04");
  }

  /** Returns the role, if it is set and valid. */
  Fact<RoleArn> role() {
    return settings().then(configured -> unlessBlocked(configured.role()));
  }

  /** Returns the identity, if all settings are valid. */
  Fact<WebIdentity> identity() {
    return settings()
        .then(
            configured ->
                unlessBlocked(configured.firstFault() == null ? configured.identity() : null));
  }

  private <T> Fact<T> unlessBlocked(@Nullable T value) {
    return value == null ? Fact.missing(blocked()) : Fact.of(value);
  }

  /** Returns why the settings do not suffice for a call. */
  String blocked() {
    SettingGroup fault = settings.get().firstFault();
    return fault == null ? "a setting is missing" : "not before " + fault.checkId() + " is fixed";
  }

  /** Returns what is at the path of the token file. */
  Fact<TokenEvidence> tokenFile() {
    return tokenFile.get();
  }

  private Fact<TokenEvidence> readTokenFile() {
    boolean isContainer = sources.usesContainer();
    if (!isContainer && !sources.hasWebIdentity()) {
      return Fact.missing(settings().why());
    }
    Setting setting =
        isContainer ? Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE : Setting.WEB_IDENTITY_TOKEN_FILE;
    String path = pod.value(setting);
    if (path == null || !settings.get().problems(SettingGroup.TOKEN_FILE).isEmpty()) {
      boolean isOptional = isContainer && settings.get().container() != null;
      return Fact.missing(isOptional ? "the token is not in a file" : blocked());
    }
    TokenEvidence found =
        TokenEvidence.of(pod, path, isContainer ? TokenKind.AUTHORIZATION : TokenKind.WEB_IDENTITY);
    secrets.add(found.sent() == null ? null : found.sent().value());
    return Fact.of(found);
  }

  /** Returns the token. */
  Fact<Jwt> token() {
    return tokenFile().then(Evidence::jwt);
  }

  private static Fact<Jwt> jwt(TokenEvidence file) {
    Jwt token = file.token();
    if (token != null) {
      return Fact.of(token);
    }
    return Fact.missing(
        file.sent() == null ? "not before IRSA-12 is fixed" : "the token is not a JWT");
  }

  /** Returns what a trust policy sees of the token. */
  Fact<TokenIdentity> tokenIdentity() {
    return role().then(role -> token().then(token -> seen(role, token)));
  }

  private Fact<TokenIdentity> seen(RoleArn role, Jwt token) {
    WebIdentity identity = allSettings().identity();
    String session = identity == null ? "irsa-doctor" : identity.roleSessionName();
    TokenIdentity seen = TokenIdentity.of(role, token, session);
    return seen == null
        ? Fact.missing("the token lacks iss, sub or aud, or its issuer is not an https URL")
        : Fact.of(seen);
  }

  /** Returns how STS was reached. */
  Fact<ProbeResult> sts() {
    return sts.get();
  }

  /** Returns the exchanges of the token. */
  Fact<Exchanges> exchanges() {
    return exchanges.get();
  }

  /** Returns the outcome of the last exchange. */
  Fact<ExchangeOutcome> exchange() {
    return exchanges().then(all -> Fact.of(all.last()));
  }

  /** Returns whether STS stopped the last exchange for a reason. */
  boolean isStoppedBy(Reason reason) {
    return exchange().is(outcome -> outcome.reason() == reason);
  }

  /** Returns how the Pod Identity agent was reached. */
  Fact<ProbeResult> agent() {
    return agent.get();
  }

  /** Returns the outcome of the request for credentials to the Pod Identity agent. */
  Fact<ExchangeOutcome> agentExchange() {
    return agentExchange.get();
  }

  /** Returns the outcome of the exchange at STS or at the agent, whichever the pod uses. */
  Fact<ExchangeOutcome> anyExchange() {
    return sources.usesContainer() ? agentExchange() : exchange();
  }

  /** Returns whether the token was exchanged for credentials. */
  boolean isExchanged() {
    return anyExchange().is(outcome -> outcome.credentials() != null);
  }

  /** Returns whose the new credentials are. */
  Fact<StsReply> caller() {
    return caller.get();
  }

  /** Returns whose the static keys of the environment are. */
  Fact<StsReply> staticCaller() {
    return staticCaller.get();
  }

  /** Returns what STS said to the chained role. */
  Fact<StsReply> chain() {
    return chain.get();
  }

  /** Returns what the issuer publishes. */
  Fact<IssuerEvidence> issuer() {
    return background.issuer();
  }

  /** Returns whether instance metadata is within reach. */
  Fact<NodeMetadata> instanceMetadata() {
    return background.instanceMetadata();
  }

  /** Returns the annotations of the service account. */
  Fact<AccountAnnotations> annotations() {
    return background.annotations();
  }

  /** Returns how the given trust policy judges the token. */
  Fact<PolicyJudgement> judgement() {
    return judgement.get();
  }

  /** Returns how the given trust policy judges Pod Identity, or null if none was given. */
  @Nullable PodIdentityJudgement podIdentityJudgement() {
    return options.trust() == null ? null : PodIdentityJudgement.of(options.trust());
  }

  private Fact<PolicyJudgement> judge() {
    TrustDocument trust = options.trust();
    return trust == null
        ? Fact.missing("needs the role's trust policy: --trust-policy FILE")
        : tokenIdentity().then(seen -> Fact.of(PolicyJudgement.of(trust.policy(), seen)));
  }

  /** Returns how far the clock of STS is ahead of this machine's. */
  Fact<Duration> clockOffset() {
    return sts().then(Evidence::clockOffset);
  }

  private static Fact<Duration> clockOffset(ProbeResult reached) {
    Instant date = reached.serverDate();
    if (date == null) {
      return Fact.missing("not before IRSA-07 is fixed: the time of STS is not known");
    }
    // The field has whole seconds, so it is half a second late on average.
    return Fact.of(Duration.between(reached.receivedAt(), date.plusMillis(500)));
  }

  /** Returns the time by the clock of STS if it is known, else that of this machine. */
  Instant now() {
    return serverClock().instant();
  }

  /** Returns the clock of STS if it is known, else that of this machine. */
  Clock serverClock() {
    Fact<Duration> offset = clockOffset();
    return offset.isMissing() ? machine.clock() : Clock.offset(machine.clock(), offset.get());
  }

  /** Returns the time of this machine. */
  Instant machineTime() {
    return machine.clock().instant();
  }
}
