package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.pod.AccountAnnotations;
import dev.irsa.doctor.internal.pod.CredentialSources;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.IssuerEvidence;
import dev.irsa.doctor.internal.pod.JavaAgent;
import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.pod.NodeMetadata;
import dev.irsa.doctor.internal.pod.PodSettings;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.pod.ServiceAccountVolume;
import dev.irsa.doctor.internal.pod.TokenEvidence;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.inspect.LocalMachine;
import dev.irsa.internal.inspect.ProbeResult;
import dev.irsa.internal.inspect.SignedCallResult;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the checks look at. Each fact is obtained once, when the first check asks for it,
 * except calls that do not depend on others: they run in the background from the start. Used by one
 * thread.
 */
final class Evidence {

  final ExaminedPod pod;
  final ExaminationOptions options;
  private final LocalMachine machine;
  final CredentialSources sources;
  final PodSettings allSettings;
  final SettingFaults faults;
  final @Nullable ServiceAccountVolume account;
  final @Nullable JavaAgent javaAgent;

  /** What is at the path of the token file. */
  final Fact<TokenEvidence> tokenFile;

  /** The token. */
  final Fact<Jwt> token;

  /** How STS was reached. */
  final Fact<ProbeResult> sts;

  /** The exchanges of the token at STS. */
  final Fact<Exchanges> exchanges;

  /** How the Pod Identity agent was reached. */
  final Fact<ProbeResult> agent;

  /** The outcome of the request for credentials to the Pod Identity agent. */
  final Fact<ExchangeOutcome> agentExchange;

  /** Whose the new credentials are. */
  final Fact<SignedCallResult> caller;

  /** Whose the static keys of the environment are. */
  final Fact<SignedCallResult> staticCaller;

  /** What STS said to the chained role. */
  final Fact<SignedCallResult> chain;

  /** How the given trust policy judges the token. */
  final Fact<PolicyJudgement> judgement;

  /** Whether instance metadata is within reach. */
  final Fact<NodeMetadata> instanceMetadata;

  /** The annotations of the service account. */
  final Fact<AccountAnnotations> annotations;

  /** What the issuer publishes. */
  final Fact<IssuerEvidence> issuer;

  Evidence(ExaminedPod pod, ExaminationOptions options, LocalMachine machine, Secrets secrets) {
    this.pod = pod;
    this.options = options;
    this.machine = machine;
    this.allSettings = PodSettings.of(pod.variables(), pod.properties());
    this.faults = SettingFaults.of(allSettings);
    this.sources = CredentialSources.of(pod, allSettings);
    this.account = ServiceAccountVolume.of(pod.files());
    this.javaAgent = JavaAgent.of(pod);
    if (account != null && account.token() != null) {
      secrets.add(account.token().secretText());
    }
    Calls calls = new Calls(this, machine, secrets);
    this.tokenFile = Fact.later(() -> readTokenFile(secrets));
    this.token = Fact.later(() -> tokenFile.then(Evidence::jwt));
    this.sts = Fact.later(calls::probeSts);
    this.exchanges = Fact.later(calls::exchange);
    this.agent = Fact.later(calls::probeAgent);
    this.agentExchange = Fact.later(calls::askAgent);
    this.caller = Fact.later(calls::callerIdentity);
    this.staticCaller = Fact.later(calls::staticCallerIdentity);
    this.chain = Fact.later(calls::assumeChainedRole);
    this.judgement = Fact.later(this::judge);
    // Last, because they begin now, and look at the other evidence.
    this.instanceMetadata = calls.metadata();
    this.annotations = calls.annotations();
    this.issuer = calls.issuer();
  }

  /** Returns the Pod Identity agent, or another container endpoint. */
  Fact<URI> container() {
    if (!sources.usesContainer()) {
      return Fact.missing(
          sources.hasWebIdentity()
              ? "this pod uses IRSA, not Pod Identity"
              : "Pod Identity is not configured here, see IRSA-04");
    }
    return unlessBlocked(allSettings.agent());
  }

  /** Returns whether the container endpoint is the agent of EKS Pod Identity, by its path. */
  boolean isOfAgent() {
    URI uri = allSettings.agent();
    return uri != null && "/v1/credentials".equals(uri.getPath());
  }

  /** Returns whether the application is known to have irsa. */
  boolean hasIrsa() {
    ClassPath classPath = options.classPath();
    return javaAgent != null || (classPath != null && SdkRules.hasAnyIrsa(classPath));
  }

  /** Returns the settings of IRSA, unless nothing of it is configured. */
  Fact<PodSettings> settings() {
    if (sources.hasWebIdentity()) {
      return Fact.of(allSettings);
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

  /** Returns the role in use, for texts: that of the settings, or that of the credentials. */
  String shownRole() {
    if (!role().isMissing()) {
      return role().get().text();
    }
    String arn = caller.part(SignedCallResult::callerArn);
    return arn == null
        ? "<role of the association>"
        : arn.replaceAll(":sts::(\\d+):assumed-role/([^/]+)/.*", ":iam::$1:role/$2");
  }

  /** Returns the session name of the pod's identity, if all settings are valid. */
  Fact<String> identity() {
    return settings().then(all -> unlessBlocked(faults.first() == null ? all.sessionName() : null));
  }

  /** Returns the session name for STS. */
  String sessionName() {
    return Objects.requireNonNullElse(allSettings.sessionName(), "irsa-doctor");
  }

  private <T> Fact<T> unlessBlocked(@Nullable T value) {
    return value == null ? Fact.missing(blocked()) : Fact.of(value);
  }

  /** Returns why the settings do not suffice for a call. */
  String blocked() {
    Cause fault = faults.first();
    return fault == null ? "a setting is missing" : "not before " + fault.id() + " is fixed";
  }

  private Fact<TokenEvidence> readTokenFile(Secrets secrets) {
    boolean isContainer = sources.usesContainer();
    if (!isContainer && !sources.hasWebIdentity()) {
      return Fact.missing(settings().why());
    }
    String path = allSettings.value(TokenEvidence.variable(isContainer));
    if (path == null || !faults.of(Cause.TOKEN_FILE).isEmpty()) {
      boolean isOptional = isContainer && allSettings.agent() != null;
      return Fact.missing(isOptional ? "the token is not in a file" : blocked());
    }
    TokenEvidence found = TokenEvidence.of(pod, path, isContainer);
    secrets.add(found.sent());
    return Fact.of(found);
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
    return role().then(role -> token.then(found -> seen(role, found)));
  }

  private Fact<TokenIdentity> seen(RoleArn role, Jwt found) {
    TokenIdentity seen = TokenIdentity.of(role, found, sessionName());
    return seen == null
        ? Fact.missing("the token lacks iss, sub or aud, or its issuer is not an https URL")
        : Fact.of(seen);
  }

  /** Returns the outcome of the last exchange at STS. */
  Fact<ExchangeOutcome> exchange() {
    return exchanges.then(all -> Fact.of(all.last()));
  }

  /** Returns the outcome of the exchange at STS or at the agent, whichever the pod uses. */
  Fact<ExchangeOutcome> anyExchange() {
    return sources.usesContainer() ? agentExchange : exchange();
  }

  /** Returns whether the last exchange was stopped by a cause. */
  boolean isStoppedBy(Cause cause) {
    return anyExchange().is(outcome -> outcome.cause() == cause);
  }

  /** Returns whether the token was exchanged for credentials. */
  boolean isExchanged() {
    return anyExchange().is(outcome -> outcome.credentials() != null);
  }

  private Fact<PolicyJudgement> judge() {
    TrustDocument trust = options.trust();
    if (trust == null) {
      return Fact.missing("needs the role's trust policy: --trust-policy FILE");
    }
    RoleArn ofDocument = trust.role();
    return ofDocument == null || PolicyChecks.isOfRole(this)
        ? tokenIdentity().then(seen -> Fact.of(PolicyJudgement.of(trust.policy(), seen)))
        : Fact.missing(
            "the given trust policy belongs to %s, not to %s"
                .formatted(ofDocument.text(), role().get().text()));
  }

  /** Returns how far the clock of STS is ahead of this machine's. */
  Fact<Duration> clockOffset() {
    return sources.usesContainer()
        ? caller.then(reply -> clockOffset(reply.call()))
        : sts.then(Evidence::clockOffset);
  }

  private static Fact<Duration> clockOffset(ProbeResult reached) {
    Duration offset = reached.response() == null ? null : reached.response().clockOffset();
    return offset == null
        ? Fact.missing("not before IRSA-07 is fixed: the time of STS is not known")
        : Fact.of(offset);
  }

  /** Returns the clock of STS if it is known before signed calls, else that of this machine. */
  Clock serverClock() {
    Fact<Duration> offset = sts.then(Evidence::clockOffset);
    return offset.isMissing() ? machine.clock() : Clock.offset(machine.clock(), offset.get());
  }

  /** Returns the time of this machine. */
  Instant machineTime() {
    return machine.clock().instant();
  }
}
