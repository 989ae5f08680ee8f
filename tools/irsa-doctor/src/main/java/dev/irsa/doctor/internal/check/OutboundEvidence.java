package dev.irsa.doctor.internal.check;

import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.SigningAlgorithm;
import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.pod.PublishedKeys;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.probe.CallerIdentityResult;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Resolver;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The responses of STS to requests for a token for a service outside of AWS, and the token. */
final class OutboundEvidence {

  /** The shortest duration of a token (AWS STS API reference, GetWebIdentityToken). */
  private static final Duration SHORTEST = Duration.ofSeconds(60);

  /** What a policy can restrict by a condition, beside the audience. */
  enum Restriction {
    DURATION,
    ALGORITHM
  }

  /** The endpoint of STS that serves tokens. */
  final Lazy<URI> endpoint = new Lazy<>(this::chooseEndpoint);

  /** The response to the request; contains the token. */
  final Lazy<CallerIdentityResult> reply = new Lazy<>(this::request);

  /** What conditions forbid, if the request is denied, and is not denied without. May be empty. */
  final Lazy<Set<Restriction>> forbidden = new Lazy<>(this::findForbidden);

  final Lazy<Jwt> token = new Lazy<>(this::read);

  /** The keys that the account's issuer publishes. */
  final Lazy<PublishedKeys> publishedKeys = new Lazy<>(this::fetchKeys);

  private final @Nullable OutboundTokenRequest asked;
  private final IdentityEvidence identity;
  private final ExchangeEvidence exchange;
  private final CallerEvidence caller;
  private final CallBudget budget;
  private final Secrets secrets;

  OutboundEvidence(
      @Nullable OutboundTokenRequest asked,
      IdentityEvidence identity,
      ExchangeEvidence exchange,
      CallerEvidence caller,
      CallBudget budget,
      Secrets secrets) {
    this.asked = asked;
    this.identity = identity;
    this.exchange = exchange;
    this.caller = caller;
    this.budget = budget;
    this.secrets = secrets;
  }

  /** Returns the request that the user asked about. */
  OutboundTokenRequest wanted() {
    if (asked == null) {
      throw new MissingEvidenceException("not asked for: --audience AUDIENCE");
    }
    return asked;
  }

  private SessionCredentials signer() {
    SessionCredentials keys = exchange.outcome.get().credentials();
    if (keys == null) {
      throw new MissingEvidenceException("not before the pod's own role works");
    }
    return keys;
  }

  private URI chooseEndpoint() {
    Configuration pod = identity.settings.configuration();
    Configuration token = pod.problems().isEmpty() ? Resolver.outboundToken(pod, wanted()) : pod;
    if (!token.problems().isEmpty()) {
      throw new MissingEvidenceException("needs a region, see " + Cause.OUTBOUND_ENDPOINT.id());
    }
    return token.endpoint();
  }

  /**
   * Returns the duration to request: what the session has left, if it ends before the token would,
   * as the library does.
   */
  Duration duration() {
    Duration left = Duration.between(caller.clock().instant(), signer().expiration());
    Duration possible = wanted().duration().compareTo(left) < 0 ? wanted().duration() : left;
    return possible.compareTo(SHORTEST) < 0 ? SHORTEST : possible;
  }

  private CallerIdentityResult request() {
    return send(wanted().signingAlgorithm(), duration());
  }

  private CallerIdentityResult send(SigningAlgorithm algorithm, Duration duration) {
    StringBuilder form =
        new StringBuilder("Action=GetWebIdentityToken" + CallBudget.VERSION)
            .append("&DurationSeconds=" + duration.toSeconds())
            .append("&SigningAlgorithm=" + algorithm);
    for (int i = 0; i < wanted().audiences().size(); i++) {
      String audience = wanted().audiences().get(i);
      form.append("&Audience.member." + (i + 1) + "=")
          .append(URLEncoder.encode(audience, StandardCharsets.UTF_8));
    }
    CallerIdentityResult sent = caller.send(endpoint.get(), form.toString(), signer());
    secrets.add(sent.webIdentityToken());
    return sent;
  }

  private Set<Restriction> findForbidden() {
    SigningAlgorithm wished = wanted().signingAlgorithm();
    SigningAlgorithm other =
        wished == SigningAlgorithm.RS256 ? SigningAlgorithm.ES384 : SigningAlgorithm.RS256;
    if (!isAllowed(other, SHORTEST)) {
      return Set.of();
    }
    Set<Restriction> found = EnumSet.noneOf(Restriction.class);
    if (!isAllowed(wished, SHORTEST)) {
      found.add(Restriction.ALGORITHM);
    }
    if (!isAllowed(other, duration())) {
      found.add(Restriction.DURATION);
    }
    return found.isEmpty() ? EnumSet.allOf(Restriction.class) : found;
  }

  /** Whether a policy allows it: STS looks at the account's settings afterwards. */
  private boolean isAllowed(SigningAlgorithm algorithm, Duration duration) {
    CallerIdentityResult sent = send(algorithm, duration);
    return sent.call().isAnswered() && !String.valueOf(sent.code()).startsWith("AccessDenied");
  }

  private Jwt read() {
    CallerIdentityResult sent = reply.get();
    String text = sent.webIdentityToken();
    Jwt parsed = text == null ? null : Jwt.parse(text);
    if (parsed == null) {
      throw new MissingEvidenceException(
          sent.isSuccess() ? "STS returned something else than a JWT" : "not before there is one");
    }
    return parsed;
  }

  private PublishedKeys fetchKeys() {
    return PublishedKeys.of(
        token.get(),
        TokenEvidence.issuerOf(token.get()),
        uri -> budget.calls().get(uri, budget.within(CallBudget.CALL)),
        budget::nanoTime);
  }
}
