package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.pod.AccountAnnotations;
import dev.irsa.doctor.internal.pod.CredentialSources;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.InstanceMetadata;
import dev.irsa.doctor.internal.pod.JavaAgent;
import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.pod.PodSettings;
import dev.irsa.doctor.internal.pod.PublishedKeys;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.pod.ServiceAccountVolume;
import dev.irsa.doctor.internal.pod.TokenFile;
import dev.irsa.internal.inspect.MachineAccess;
import dev.irsa.internal.inspect.ProbeResult;
import dev.irsa.internal.inspect.Role;
import dev.irsa.internal.inspect.StsReply;
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
  private final MachineAccess machine;
  final CredentialSources sources;
  final PodSettings allSettings;
  final SettingProblems problems;
  final @Nullable ServiceAccountVolume account;
  final @Nullable JavaAgent javaAgent;

  /** What is at the path of the token file. */
  final Lazy<TokenFile> tokenFile;

  /** The token. */
  final Lazy<Jwt> token;

  /** How STS was reached. */
  final Lazy<ProbeResult> sts;

  /** The exchanges of the token at STS. */
  final Lazy<Exchanges> exchanges;

  /** How the Pod Identity agent was reached. */
  final Lazy<ProbeResult> agent;

  /** The outcome of the request for credentials to the Pod Identity agent. */
  final Lazy<ExchangeOutcome> agentExchange;

  /** Whose the new credentials are. */
  final Lazy<StsReply> caller;

  /** Whose the static keys of the environment are. */
  final Lazy<StsReply> staticCaller;

  /** What STS said to the chained role. */
  final Lazy<StsReply> chain;

  /** How the given trust policy judges the token. */
  final Lazy<PolicyJudgement> judgement;

  /** Whether instance metadata is within reach. */
  final Lazy<InstanceMetadata> instanceMetadata;

  /** The annotations of the service account. */
  final Lazy<AccountAnnotations> annotations;

  /** What the issuer publishes. */
  final Lazy<PublishedKeys> issuer;

  Evidence(ExaminedPod pod, ExaminationOptions options, MachineAccess machine, Secrets secrets) {
    this.pod = pod;
    this.options = options;
    this.machine = machine;
    this.allSettings = PodSettings.of(pod.variables(), pod.properties());
    this.problems = SettingProblems.of(allSettings);
    this.sources = CredentialSources.of(pod, allSettings);
    this.account = ServiceAccountVolume.of(pod.files());
    this.javaAgent = JavaAgent.of(pod);
    if (account != null && account.token() != null) {
      secrets.add(account.token().secretText());
    }
    Calls calls = new Calls(this, machine, secrets);
    this.tokenFile = Lazy.later(() -> readTokenFile(secrets));
    this.token = Lazy.later(() -> tokenFile.then(Evidence::jwt));
    this.sts = Lazy.later(calls::probeSts);
    this.exchanges = Lazy.later(calls::exchange);
    this.agent = Lazy.later(calls::probeAgent);
    this.agentExchange = Lazy.later(calls::askAgent);
    this.caller = Lazy.later(calls::callerIdentity);
    this.staticCaller = Lazy.later(calls::staticCallerIdentity);
    this.chain = Lazy.later(calls::assumeChainedRole);
    this.judgement = Lazy.later(this::judge);
    // Last, because they begin now, and look at the other evidence.
    this.instanceMetadata = calls.metadata();
    this.annotations = calls.annotations();
    this.issuer = calls.issuer();
  }

  /** Returns the Pod Identity agent, or another container endpoint. */
  Lazy<URI> container() {
    if (!sources.usesContainer()) {
      return Lazy.missing(
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
  Lazy<PodSettings> settings() {
    if (sources.hasWebIdentity()) {
      return Lazy.of(allSettings);
    }
    return Lazy.missing(
        sources.usesContainer()
            ? "this pod uses Pod Identity, not IRSA"
            : "IRSA is not configured here, see IRSA-04");
  }

  /** Returns the role, if it is set and valid. */
  Lazy<Role> role() {
    return settings().then(configured -> unlessBlocked(configured.role()));
  }

  /** Returns the role in use, for texts: that of the settings, or that of the credentials. */
  String shownRole() {
    if (!role().isMissing()) {
      return role().get().arn();
    }
    String arn = caller.part(StsReply::callerArn);
    return arn == null
        ? "<role of the association>"
        : arn.replaceAll(":sts::(\\d+):assumed-role/([^/]+)/.*", ":iam::$1:role/$2");
  }

  /** Returns the session name of the pod's identity, if all settings are valid. */
  Lazy<String> identity() {
    return settings()
        .then(all -> unlessBlocked(problems.first() == null ? all.sessionName() : null));
  }

  /** Returns the session name for STS. */
  String sessionName() {
    return Objects.requireNonNullElse(allSettings.sessionName(), "irsa-doctor");
  }

  private <T> Lazy<T> unlessBlocked(@Nullable T value) {
    return value == null ? Lazy.missing(blocked()) : Lazy.of(value);
  }

  /** Returns why the settings do not suffice for a call. */
  String blocked() {
    Cause fault = problems.first();
    return fault == null ? "a setting is missing" : "not before " + fault.id() + " is fixed";
  }

  private Lazy<TokenFile> readTokenFile(Secrets secrets) {
    boolean isContainer = sources.usesContainer();
    if (!isContainer && !sources.hasWebIdentity()) {
      return Lazy.missing(settings().why());
    }
    String path = allSettings.value(TokenFile.variable(isContainer));
    if (path == null || !problems.of(Cause.TOKEN_FILE).isEmpty()) {
      boolean isOptional = isContainer && allSettings.agent() != null;
      return Lazy.missing(isOptional ? "the token is not in a file" : blocked());
    }
    TokenFile found = TokenFile.of(pod, path, isContainer);
    secrets.add(found.sent());
    return Lazy.of(found);
  }

  private static Lazy<Jwt> jwt(TokenFile file) {
    Jwt token = file.token();
    if (token != null) {
      return Lazy.of(token);
    }
    return Lazy.missing(
        file.sent() == null ? "not before IRSA-12 is fixed" : "the token is not a JWT");
  }

  /** Returns what a trust policy sees of the token. */
  Lazy<TokenClaims> tokenClaims() {
    return role().then(role -> token.then(found -> seen(role, found)));
  }

  private Lazy<TokenClaims> seen(Role role, Jwt found) {
    TokenClaims seen = TokenClaims.of(role, found, sessionName());
    return seen == null
        ? Lazy.missing("the token lacks iss, sub or aud, or its issuer is not an https URL")
        : Lazy.of(seen);
  }

  /** Returns the outcome of the last exchange at STS. */
  Lazy<ExchangeOutcome> exchange() {
    return exchanges.then(all -> Lazy.of(all.last()));
  }

  /** Returns the outcome of the exchange at STS or at the agent, whichever the pod uses. */
  Lazy<ExchangeOutcome> anyExchange() {
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

  private Lazy<PolicyJudgement> judge() {
    TrustDocument trust = options.trust();
    if (trust == null) {
      return Lazy.missing("needs the role's trust policy: --trust-policy FILE");
    }
    Role ofDocument = trust.role();
    return ofDocument == null || PolicyChecks.isOfRole(this)
        ? tokenClaims().then(seen -> Lazy.of(PolicyJudgement.of(trust.policy(), seen)))
        : Lazy.missing(
            "the given trust policy belongs to %s, not to %s"
                .formatted(ofDocument.arn(), role().get().arn()));
  }

  /** Returns how far the clock of STS is ahead of this machine's. */
  Lazy<Duration> clockOffset() {
    return sources.usesContainer()
        ? caller.then(reply -> clockOffset(reply.call()))
        : sts.then(Evidence::clockOffset);
  }

  private static Lazy<Duration> clockOffset(ProbeResult reached) {
    Duration offset = reached.response() == null ? null : reached.response().clockOffset();
    return offset == null
        ? Lazy.missing("not before IRSA-07 is fixed: the time of STS is not known")
        : Lazy.of(offset);
  }

  /** Returns the clock of STS if it is known before signed calls, else that of this machine. */
  Clock serverClock() {
    Lazy<Duration> offset = sts.then(Evidence::clockOffset);
    return offset.isMissing() ? machine.clock() : Clock.offset(machine.clock(), offset.get());
  }

  /** Returns the time of this machine. */
  Instant machineTime() {
    return machine.clock().instant();
  }
}
