package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.doctor.internal.pod.CredentialSources.Kind;
import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.probe.CallerIdentityResult;
import dev.irsa.doctor.internal.probe.ProbeResult;
import dev.irsa.internal.config.RoleArn;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The responses of STS to requests that are signed with the new credentials, or static keys. */
final class CallerEvidence {

  /** The identity behind the new credentials. */
  final Lazy<CallerIdentityResult> caller = new Lazy<>(this::askForCaller);

  /** The identity behind the static keys of the environment. */
  final Lazy<CallerIdentityResult> staticCaller = new Lazy<>(this::askForStaticCaller);

  /** The response to the chained role; the credentials in it are dropped. */
  final Lazy<CallerIdentityResult> chainedRole = new Lazy<>(this::assumeChainedRole);

  /** How far the clock of STS is ahead of this machine's. */
  final Lazy<Duration> clockOffset = new Lazy<>(this::compareClocks);

  private final ExaminedPod pod;
  private final IdentityEvidence identity;
  private final ExchangeEvidence exchange;
  private final CallBudget budget;
  private final ExaminationOptions options;

  CallerEvidence(
      ExaminedPod pod,
      IdentityEvidence identity,
      ExchangeEvidence exchange,
      CallBudget budget,
      ExaminationOptions options) {
    this.pod = pod;
    this.identity = identity;
    this.exchange = exchange;
    this.budget = budget;
    this.options = options;
  }

  private CallerIdentityResult askForCaller() {
    ExchangeOutcome outcome = exchange.outcome.get();
    SessionCredentials keys = outcome.credentials();
    if (keys == null) {
      throw new MissingEvidenceException("not before " + outcome.causeId() + " is fixed");
    }
    if (identity.settings.endpoint() == null) {
      throw new MissingEvidenceException("needs valid settings for STS, at least AWS_REGION");
    }
    return send(CallBudget.CALLER_IDENTITY, keys);
  }

  private CallerIdentityResult askForStaticCaller() {
    String keyId = pod.variable("AWS_ACCESS_KEY_ID");
    String secret = pod.variable("AWS_SECRET_ACCESS_KEY");
    String token = pod.variable("AWS_SESSION_TOKEN");
    // Both become header fields, which must not contain line ends.
    boolean isPlain = token == null || token.matches("[!-~]{1,8192}");
    boolean isUsed =
        identity.sources.winner() == Kind.ENVIRONMENT && exchange.sts.reached.get().isAnswered();
    if (keyId == null || secret == null || !keyId.matches("\\w{16,128}") || !isPlain || !isUsed) {
      throw new MissingEvidenceException("the static keys are not used, or malformed");
    }
    return send(first(), CallBudget.CALLER_IDENTITY, keyId, secret, token);
  }

  private CallerIdentityResult assumeChainedRole() {
    RoleArn role = options.chain();
    if (role == null) {
      throw new MissingEvidenceException("not asked for: --chain ARN");
    }
    SessionCredentials keys = exchange.outcome.get().credentials();
    if (keys == null || identity.settings.endpoint() == null) {
      throw new MissingEvidenceException("not before the pod's own role works");
    }
    return send(formFor(role), keys);
  }

  private String formFor(RoleArn chained) {
    String externalId = options.externalId();
    return "Action=AssumeRole%s&DurationSeconds=900&RoleArn=%s&RoleSessionName=%s%s"
        .formatted(
            CallBudget.VERSION,
            encoded(chained.text()),
            encoded(identity.sessionName()),
            externalId == null ? "" : "&ExternalId=" + encoded(externalId));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private CallerIdentityResult send(String form, SessionCredentials keys) {
    return send(first(), form, keys);
  }

  private URI first() {
    return Objects.requireNonNull(identity.settings.endpoint());
  }

  /** Signs and sends a form to an endpoint of STS. */
  CallerIdentityResult send(URI sts, String form, SessionCredentials keys) {
    return send(sts, form, keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
  }

  private CallerIdentityResult send(
      URI sts, String form, String keyId, String secret, @Nullable String token) {
    return budget
        .calls()
        .post(sts, form, keyId, secret, token, clock().instant(), budget.within(CallBudget.CALL));
  }

  private Duration compareClocks() {
    ProbeResult result =
        identity.sources.usesContainer() ? caller.get().call() : exchange.sts.reached.get();
    Duration offset = CallBudget.clockOffset(result);
    if (offset == null) {
      throw new MissingEvidenceException(
          "not before IRSA-07 is fixed: the time of STS is not known");
    }
    return offset;
  }

  /**
   * Returns the clock of STS if it is known before signed calls, so that signatures are right even
   * if the clock of this machine is wrong. Otherwise the clock of this machine.
   */
  Clock clock() {
    Duration offset = exchange.sts.clockOffset();
    return offset == null ? budget.clock() : Clock.offset(budget.clock(), offset);
  }

  /** Returns the ARN of the configured role, or of the role behind the credentials, for texts. */
  String shownRole() {
    if (!identity.role.isMissing()) {
      return identity.role.get().text();
    }
    String arn = caller.part(CallerIdentityResult::callerArn);
    return arn == null
        ? "<role of the association>"
        : arn.replaceAll(":sts::(\\d+):assumed-role/([^/]+)/.*", ":iam::$1:role/$2");
  }
}
