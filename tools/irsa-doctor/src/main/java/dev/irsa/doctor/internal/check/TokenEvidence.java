package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.ExaminedTokenFile;
import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.pod.PublishedKeys;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.probe.NetworkProbe;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pod's token, its file, and the keys that its issuer publishes. */
final class TokenEvidence {
  private static final Duration CALL = Duration.ofSeconds(3);

  final Lazy<ExaminedTokenFile> file = new Lazy<>(this::read);

  final Lazy<Jwt> jwt = new Lazy<>(() -> parsed(file.get()));

  /** The claims that a trust policy sees. */
  final Lazy<TokenClaims> claims = new Lazy<>(this::see);

  /** The keys that its issuer publishes, fetched in the background from the start. */
  final Lazy<PublishedKeys> publishedKeys;

  private final ExaminedPod pod;
  private final IdentityEvidence identity;
  private final CallBudget budget;
  private final Secrets secrets;

  TokenEvidence(ExaminedPod pod, IdentityEvidence identity, CallBudget budget, Secrets secrets) {
    this.pod = pod;
    this.identity = identity;
    this.budget = budget;
    this.secrets = secrets;
    this.publishedKeys = Lazy.inBackground("issuer", this::prepareKeys);
  }

  private ExaminedTokenFile read() {
    boolean isContainer = identity.sources.usesContainer();
    if (!isContainer) {
      identity.requireIrsa();
    }
    String path = identity.settings.text(ExaminedTokenFile.setting(isContainer));
    if (path == null || identity.settings.has(Cause.TOKEN_FILE)) {
      boolean isOptional = isContainer && identity.settings.agent() != null;
      throw isOptional
          ? new MissingEvidenceException("the token is not in a file")
          : identity.blocked();
    }
    ExaminedTokenFile found = ExaminedTokenFile.of(pod, path, isContainer);
    secrets.add(found.sent());
    return found;
  }

  private static Jwt parsed(ExaminedTokenFile file) {
    Jwt token = file.token();
    if (token == null) {
      throw new MissingEvidenceException(
          file.sent() == null ? "not before IRSA-12 is fixed" : "the token is not a JWT");
    }
    return token;
  }

  private TokenClaims see() {
    return TokenClaims.of(identity.role.get(), jwt.get(), identity.sessionName());
  }

  /** Returns the issuer of a token, whose documents may be fetched. */
  static URI issuerOf(Jwt token) {
    URI issuer = PublishedKeys.uriOf(token);
    if (issuer == null) {
      throw new MissingEvidenceException("the token's issuer is not an https URL");
    }
    return issuer;
  }

  private Supplier<PublishedKeys> prepareKeys() {
    NetworkProbe calls = budget.calls();
    identity.requireIrsa();
    Jwt token = jwt.get();
    URI issuer = issuerOf(token);
    return () -> PublishedKeys.of(token, issuer, uri -> calls.get(uri, CALL), budget::nanoTime);
  }

  /** Returns how far in the future it was issued by the clock of this machine, or null. */
  @Nullable Duration ahead() {
    Instant issuedAt = jwt.part(Jwt::issuedAt);
    return issuedAt == null ? null : Duration.between(budget.clock().instant(), issuedAt);
  }
}
