package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.cluster.AccountAnnotations;
import dev.irsa.doctor.internal.cluster.ServiceAccountVolume;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.exchange.StsReply;
import dev.irsa.doctor.internal.issuer.IssuerEvidence;
import dev.irsa.doctor.internal.jvm.JvmFacts;
import dev.irsa.doctor.internal.network.CallResult;
import dev.irsa.doctor.internal.network.InstanceMetadata;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.policy.PolicyJudgement;
import dev.irsa.doctor.internal.policy.TokenIdentity;
import dev.irsa.doctor.internal.settings.CredentialSources;
import dev.irsa.doctor.internal.settings.PodSettings;
import dev.irsa.doctor.internal.settings.SettingGroup;
import dev.irsa.doctor.internal.text.Secrets;
import dev.irsa.doctor.internal.token.Jwt;
import dev.irsa.doctor.internal.token.TokenEvidence;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.identity.WebIdentity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the checks look at. Each piece is obtained once, when the first check asks for
 * it, except calls that do not depend on others: they run in the background from the start. Used by
 * one thread.
 */
final class Evidence {

  private final ExaminedPod pod;
  private final Options options;
  private final Machine machine;
  private final Calls calls;
  private final CredentialSources sources;
  private final @Nullable ServiceAccountVolume account;
  private final Lazy<PodSettings> settings;
  private final Lazy<Piece<TokenEvidence>> tokenFile;
  private final Lazy<Piece<CallResult>> sts;
  private final Lazy<Piece<Exchanges>> exchanges;
  private final Lazy<Piece<StsReply>> caller;
  private final Lazy<Piece<StsReply>> staticCaller;
  private final Lazy<Piece<StsReply>> chain;
  private final Lazy<Piece<PolicyJudgement>> judgement;
  private final Lazy<JvmFacts> jvm = new Lazy<>(JvmFacts::ofThisJvm);

  Evidence(ExaminedPod pod, Options options, Machine machine, Secrets secrets) {
    this.pod = pod;
    this.options = options;
    this.machine = machine;
    this.sources = CredentialSources.of(pod);
    this.account = ServiceAccountVolume.of(pod.files());
    this.settings = new Lazy<>(() -> PodSettings.of(pod.environment()));
    this.tokenFile = new Lazy<>(this::readTokenFile);
    this.calls = new Calls(this, machine, secrets);
    this.sts = new Lazy<>(calls::probe);
    this.exchanges = new Lazy<>(calls::exchange);
    this.caller = new Lazy<>(calls::callerIdentity);
    this.staticCaller = new Lazy<>(calls::staticCallerIdentity);
    this.chain = new Lazy<>(calls::assumeChainedRole);
    this.judgement = new Lazy<>(this::judge);
    calls.startInBackground();
  }

  ExaminedPod pod() {
    return pod;
  }

  Options options() {
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

  /** Returns the settings, also if nothing is configured. */
  PodSettings allSettings() {
    return settings.get();
  }

  /** Returns the settings of IRSA, unless nothing of it is configured. */
  Piece<PodSettings> settings() {
    if (sources.hasWebIdentity()) {
      return Piece.of(settings.get());
    }
    return Piece.missing(
        sources.hasContainer()
            ? "this pod uses Pod Identity, not IRSA"
            : "IRSA is not configured here, see IRSA-04");
  }

  /** Returns the role, if it is set and valid. */
  Piece<RoleArn> role() {
    Piece<PodSettings> configured = settings();
    if (configured.isMissing()) {
      return Piece.missing(configured.why());
    }
    RoleArn role = configured.get().role();
    return role == null ? Piece.missing(blocked()) : Piece.of(role);
  }

  /** Returns the identity, if all settings are valid. */
  Piece<WebIdentity> identity() {
    Piece<PodSettings> configured = settings();
    if (configured.isMissing()) {
      return Piece.missing(configured.why());
    }
    WebIdentity identity = configured.get().identity();
    return identity == null || configured.get().firstFault() != null
        ? Piece.missing(blocked())
        : Piece.of(identity);
  }

  /** Returns why the settings do not suffice for a call. */
  String blocked() {
    SettingGroup fault = settings.get().firstFault();
    return fault == null ? "a setting is missing" : "not before " + fault.checkId() + " is fixed";
  }

  /** Returns what is at the path of the token file. */
  Piece<TokenEvidence> tokenFile() {
    return tokenFile.get();
  }

  private Piece<TokenEvidence> readTokenFile() {
    Piece<PodSettings> configured = settings();
    if (configured.isMissing()) {
      return Piece.missing(configured.why());
    }
    String path =
        Objects.requireNonNullElseGet(
            pod.property("aws.webIdentityTokenFile"),
            () -> Objects.requireNonNullElse(pod.variable("AWS_WEB_IDENTITY_TOKEN_FILE"), ""));
    if (path.isEmpty() || !configured.get().problems(SettingGroup.TOKEN_FILE).isEmpty()) {
      return Piece.missing(blocked());
    }
    String role = Objects.requireNonNullElse(pod.variable("AWS_ROLE_ARN"), "");
    return Piece.of(TokenEvidence.of(pod, path, role));
  }

  /** Returns the token. */
  Piece<Jwt> token() {
    Piece<TokenEvidence> file = tokenFile();
    if (file.isMissing()) {
      return Piece.missing(file.why());
    }
    Jwt token = file.get().token();
    return token == null ? Piece.missing("not before IRSA-12 is fixed") : Piece.of(token);
  }

  /** Returns what a trust policy sees of the token. */
  Piece<TokenIdentity> tokenIdentity() {
    Piece<RoleArn> role = role();
    Piece<Jwt> token = token();
    if (role.isMissing() || token.isMissing()) {
      return Piece.missing(role.isMissing() ? role.why() : token.why());
    }
    WebIdentity identity = allSettings().identity();
    String session = identity == null ? "irsa-doctor" : identity.roleSessionName();
    TokenIdentity seen = TokenIdentity.of(role.get(), token.get(), session);
    return seen == null
        ? Piece.missing("the token lacks iss, sub or aud, or its issuer is not an https URL")
        : Piece.of(seen);
  }

  /** Returns how STS was reached. */
  Piece<CallResult> sts() {
    return sts.get();
  }

  /** Returns the exchanges of the token. */
  Piece<Exchanges> exchanges() {
    return exchanges.get();
  }

  /** Returns the outcome of the last exchange. */
  Piece<ExchangeOutcome> exchange() {
    Piece<Exchanges> all = exchanges();
    return all.isMissing() ? Piece.missing(all.why()) : Piece.of(all.get().last());
  }

  /** Returns whether STS issued credentials. */
  boolean isExchanged() {
    Piece<ExchangeOutcome> outcome = exchange();
    return !outcome.isMissing() && outcome.get().reason() == ExchangeOutcome.Reason.NONE;
  }

  /** Returns whose the new credentials are. */
  Piece<StsReply> caller() {
    return caller.get();
  }

  /** Returns whose the static keys of the environment are. */
  Piece<StsReply> staticCaller() {
    return staticCaller.get();
  }

  /** Returns what STS said to the chained role. */
  Piece<StsReply> chain() {
    return chain.get();
  }

  /** Returns what the issuer publishes. */
  Piece<IssuerEvidence> issuer() {
    return calls.issuer();
  }

  /** Returns whether instance metadata is within reach. */
  Piece<InstanceMetadata> instanceMetadata() {
    return calls.instanceMetadata();
  }

  /** Returns the annotations of the service account. */
  Piece<AccountAnnotations> annotations() {
    return calls.annotations();
  }

  /** Returns how the given trust policy judges the token. */
  Piece<PolicyJudgement> judgement() {
    return judgement.get();
  }

  private Piece<PolicyJudgement> judge() {
    if (options.trust() == null) {
      return Piece.missing("needs the role's trust policy: --trust-policy FILE");
    }
    Piece<TokenIdentity> seen = tokenIdentity();
    return seen.isMissing()
        ? Piece.missing(seen.why())
        : Piece.of(PolicyJudgement.of(options.trust().policy(), seen.get()));
  }

  /** Returns how far the clock of STS is ahead of this machine's. */
  Piece<Duration> clockOffset() {
    Piece<CallResult> reached = sts();
    if (reached.isMissing()) {
      return Piece.missing(reached.why());
    }
    Instant date = reached.get().serverDate();
    if (date == null) {
      return Piece.missing("not before IRSA-07 is fixed: the time of STS is not known");
    }
    // The field has whole seconds, so it is half a second late on average.
    return Piece.of(Duration.between(reached.get().receivedAt(), date.plusMillis(500)));
  }

  /** Returns the time by the clock of STS if it is known, else that of this machine. */
  Instant now() {
    return serverClock().instant();
  }

  /** Returns the clock of STS if it is known, else that of this machine. */
  Clock serverClock() {
    Piece<Duration> offset = clockOffset();
    return offset.isMissing() ? machine.clock() : Clock.offset(machine.clock(), offset.get());
  }

  /** Returns the time of this machine. */
  Instant machineTime() {
    return machine.clock().instant();
  }
}
