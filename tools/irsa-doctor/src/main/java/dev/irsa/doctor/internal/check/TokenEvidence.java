package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.pod.PublishedKeys;
import dev.irsa.doctor.internal.pod.Secrets;
import dev.irsa.doctor.internal.pod.TokenFile;
import dev.irsa.internal.config.RoleArn;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The pod's token, its file, and the keys that its issuer publishes. */
final class TokenEvidence {
  private static final Duration CALL = Duration.ofSeconds(3);

  final Lazy<TokenFile> file = Lazy.later(this::read);

  final Lazy<Jwt> jwt = Lazy.later(() -> file.then(TokenEvidence::parsed));

  /** The claims that a trust policy sees. */
  final Lazy<TokenClaims> claims = Lazy.later(this::see);

  /** The keys that its issuer publishes, fetched in the background from the start. */
  final Lazy<PublishedKeys> publishedKeys;

  private final Evidence evidence;
  private final Network network;
  private final Secrets secrets;

  TokenEvidence(Evidence evidence, Network network, Secrets secrets) {
    this.evidence = evidence;
    this.network = network;
    this.secrets = secrets;
    this.publishedKeys = fetchKeys();
  }

  private Lazy<TokenFile> read() {
    boolean isContainer = evidence.sources.usesContainer();
    if (!isContainer && !evidence.sources.hasWebIdentity()) {
      return Lazy.missing(evidence.irsa().why());
    }
    String path = evidence.settings.text(TokenFile.setting(isContainer));
    if (path == null || evidence.settings.has(Cause.TOKEN_FILE)) {
      boolean isOptional = isContainer && evidence.settings.agent() != null;
      return Lazy.missing(isOptional ? "the token is not in a file" : evidence.blocked());
    }
    TokenFile found = TokenFile.of(evidence.pod, path, isContainer);
    secrets.add(found.sent());
    return Lazy.of(found);
  }

  private static Lazy<Jwt> parsed(TokenFile file) {
    Jwt token = file.token();
    if (token != null) {
      return Lazy.of(token);
    }
    return Lazy.missing(
        file.sent() == null ? "not before IRSA-12 is fixed" : "the token is not a JWT");
  }

  private Lazy<TokenClaims> see() {
    return evidence.role().then(role -> jwt.then(token -> seen(role, token)));
  }

  private Lazy<TokenClaims> seen(RoleArn role, Jwt token) {
    TokenClaims seen = TokenClaims.of(role, token, evidence.sessionName());
    return seen == null
        ? Lazy.missing("the token lacks iss, sub or aud, or its issuer is not an https URL")
        : Lazy.of(seen);
  }

  private Lazy<PublishedKeys> fetchKeys() {
    if (network.isOffline) {
      return Lazy.missing(Network.OFFLINE);
    }
    return evidence
        .irsa()
        .then(configured -> jwt)
        .then(
            token -> {
              URI uri = PublishedKeys.uriOf(token);
              return uri == null
                  ? Lazy.missing("the token's issuer is not an https URL")
                  : Lazy.inBackground(
                      "issuer",
                      () ->
                          PublishedKeys.of(
                              token,
                              uri,
                              from -> network.calls.get(from, CALL),
                              network::nanoTime));
            });
  }

  /** Returns how far in the future it was issued by the clock of this machine, or null. */
  @Nullable Duration ahead() {
    Instant issuedAt = jwt.part(Jwt::issuedAt);
    return issuedAt == null ? null : Duration.between(network.clock().instant(), issuedAt);
  }
}
