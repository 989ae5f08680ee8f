package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.classpath.ClassPath;
import dev.irsa.doctor.internal.pod.AccountAnnotations;
import dev.irsa.doctor.internal.pod.CredentialSources;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.InstanceMetadata;
import dev.irsa.doctor.internal.pod.JavaAgent;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.pod.ServiceAccountVolume;
import dev.irsa.internal.config.RoleArn;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.inspect.LocalMachine;
import dev.irsa.internal.inspect.NetworkProbe;
import dev.irsa.internal.inspect.SignedCallResult;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the checks look at, by subject. Each part is obtained once, when the first check
 * asks for it, except calls that do not depend on others: they run in the background from the
 * start. Used by one thread.
 */
final class Evidence {
  final ExaminedPod pod;
  final ExaminationOptions options;

  /** The settings of irsa, whether the pod uses IRSA, Pod Identity or neither. */
  final PodSettings settings;

  final CredentialSources sources;
  final @Nullable ServiceAccountVolume account;
  final @Nullable JavaAgent javaAgent;
  final TokenEvidence token;
  final PolicyEvidence policy;
  final StsEvidence sts;
  final AgentEvidence agent;

  /** The configured role, if it is valid. */
  final Lazy<RoleArn> role = new Lazy<>(this::readRole);

  /** Whether instance metadata is within reach. */
  final Lazy<InstanceMetadata> instanceMetadata;

  /** The annotations of the service account. */
  final Lazy<AccountAnnotations> annotations;

  Evidence(ExaminedPod pod, ExaminationOptions options, LocalMachine machine, Secrets secrets) {
    this.pod = pod;
    this.options = options;
    this.settings = PodSettings.of(pod.variables(), pod.properties());
    this.sources = CredentialSources.of(pod, settings.configuration());
    this.account = ServiceAccountVolume.of(pod.files());
    this.javaAgent = JavaAgent.of(pod);
    if (account != null && account.token() != null) {
      secrets.add(account.token().secretText());
    }
    Path bundle = settings.configuration().get(Setting.CA_BUNDLE);
    Network network =
        new Network(
            settings,
            bundle == null ? null : pod.files().follow(bundle.toString()).place(),
            options.offline(),
            machine,
            secrets);
    this.token = new TokenEvidence(this, network, secrets);
    this.policy = new PolicyEvidence(this);
    this.sts = new StsEvidence(this, network);
    this.agent = new AgentEvidence(this, network);
    this.instanceMetadata = Lazy.inBackground("metadata", () -> prepareMetadata(network));
    this.annotations = Lazy.inBackground("cluster", () -> prepareAnnotations(network));
  }

  private Supplier<InstanceMetadata> prepareMetadata(Network network) {
    NetworkProbe calls = network.calls();
    return () -> InstanceMetadata.of(pod, calls);
  }

  private Supplier<AccountAnnotations> prepareAnnotations(Network network) {
    if (!options.kubernetes()) {
      throw new MissingEvidenceException("not asked for: --kubernetes");
    }
    NetworkProbe calls = network.calls();
    ServiceAccountVolume volume = account;
    if (volume == null) {
      throw new MissingEvidenceException("the pod has no service account volume");
    }
    return () -> AccountAnnotations.read(pod, volume, calls);
  }

  /** Returns whether the application is known to have irsa. */
  boolean hasIrsa() {
    ClassPath classPath = options.classPath();
    return javaAgent != null || (classPath != null && SdkRules.hasAnyIrsa(classPath));
  }

  /** Requires that something of IRSA is configured. */
  void requireIrsa() {
    if (!sources.hasWebIdentity()) {
      throw new MissingEvidenceException(
          sources.usesContainer()
              ? "this pod uses Pod Identity, not IRSA"
              : "IRSA is not configured here, see IRSA-04");
    }
  }

  /** Requires that all settings of IRSA are valid. */
  void requireValidSettings() {
    requireIrsa();
    if (settings.first() != null || settings.sessionName() == null) {
      throw blocked();
    }
  }

  private RoleArn readRole() {
    requireIrsa();
    RoleArn valid = settings.role();
    if (valid == null) {
      throw blocked();
    }
    return valid;
  }

  /** Returns the ARN of the configured role, or of the role behind the credentials, for texts. */
  String shownRole() {
    if (!role.isMissing()) {
      return role.get().text();
    }
    String arn = sts.caller.part(SignedCallResult::callerArn);
    return arn == null
        ? "<role of the association>"
        : arn.replaceAll(":sts::(\\d+):assumed-role/([^/]+)/.*", ":iam::$1:role/$2");
  }

  /** Returns the session name for STS. */
  String sessionName() {
    return Objects.requireNonNullElse(settings.sessionName(), "irsa-doctor");
  }

  /** Returns that the settings do not suffice for a call, and why. */
  MissingEvidenceException blocked() {
    Cause first = settings.first();
    return new MissingEvidenceException(
        first == null ? "a setting is missing" : "not before " + first.id() + " is fixed");
  }

  /** Returns the outcome of the last exchange, at STS or at the agent, whichever the pod uses. */
  Lazy<ExchangeOutcome> exchange() {
    return sources.usesContainer() ? agent.exchange : sts.exchange;
  }

  /** Returns whether the last exchange was stopped by a cause. */
  boolean isStoppedBy(Cause cause) {
    return exchange().is(outcome -> outcome.cause() == cause);
  }

  /** Returns what was said to the last exchange, which was tried. */
  String said() {
    return exchange().get().describe();
  }

  /** Returns whether the token was exchanged for credentials. */
  boolean isExchanged() {
    return exchange().is(outcome -> outcome.credentials() != null);
  }
}
