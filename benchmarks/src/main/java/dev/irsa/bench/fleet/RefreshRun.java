package dev.irsa.bench.fleet;

import dev.irsa.EnvironmentExchange;
import dev.irsa.bench.Names;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.token.TokenKind;
import dev.irsa.internal.token.TokenSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes repeatedly on the calling thread, with the core's own exchange and engine. {@code
 * IrsaCredentials} would stop after twelve refreshes in a minute, its limit. Not thread-safe.
 */
public final class RefreshRun {

  private static final Duration BOUND = Duration.ofSeconds(7);

  private final CredentialExchange source;
  private final TokenSource tokens;

  private RefreshRun(CredentialExchange source, TokenSource tokens) {
    this.source = source;
    this.tokens = tokens;
  }

  /** Returns a run that refreshes at an endpoint. */
  public static RefreshRun over(String endpoint) {
    String file = Names.property(Names.TOKEN_FILE);
    return new RefreshRun(
        EnvironmentExchange.of(
            Map.of(
                "AWS_ROLE_ARN",
                Names.ROLE,
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                file,
                "AWS_ENDPOINT_URL_STS",
                endpoint)),
        TokenSource.file(Path.of(file), TokenKind.WEB_IDENTITY, Names.ROLE, System::nanoTime));
  }

  /** Returns a run that refreshes at an EKS Pod Identity agent. */
  public static RefreshRun atAgent(String uri) {
    String file = Names.property(Names.TOKEN_FILE);
    return new RefreshRun(
        EnvironmentExchange.of(
            Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                uri,
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                file)),
        TokenSource.file(Path.of(file), TokenKind.AUTHORIZATION, null, System::nanoTime));
  }

  /** Reads the token, exchanges it, reads the response and replaces the session. */
  public Object refresh() {
    return SwapRun.swap(source.call(BOUND, () -> {}).run());
  }

  /** Reads the token file. */
  public IdentityToken readToken() {
    return Objects.requireNonNull(tokens.read(BOUND));
  }

  /** Reads the token file and its claims. */
  public @Nullable TokenClaims readClaims() {
    return source.inputClaims();
  }
}
