package dev.irsa.iam;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Gives each connection of Lettuce (6.6 or later) the current token as its password, and a new one
 * every six hours to those that are open, because ElastiCache and MemoryDB end a connection twelve
 * hours after its last login. The latter needs {@code
 * ClientOptions.Builder.reauthenticateBehavior(ON_NEW_CREDENTIALS)}. Thread-safe.
 *
 * @since 0.1
 */
public final class LettuceIamCredentials implements RedisCredentialsProvider {

  private static final Duration PERIOD = Duration.ofHours(6);

  /** So that an hour in which STS cannot be reached does not cost the connection. */
  private static final Duration RETRY = Duration.ofMinutes(5);

  private final String user;
  private final IamTokenProvider tokens;

  /**
   * Creates an instance for {@code RedisURI.Builder.withAuthentication}.
   *
   * @param user the name of the user
   * @param tokens provides the password of this user
   */
  public LettuceIamCredentials(String user, IamTokenProvider tokens) {
    this.user = Objects.requireNonNull(user);
    this.tokens = Objects.requireNonNull(tokens);
  }

  @Override
  public Mono<RedisCredentials> resolveCredentials() {
    return Mono.fromFuture(tokens::tokenAsync, true)
        .map(token -> RedisCredentials.just(user, token.value()));
  }

  @Override
  public boolean supportsStreaming() {
    return true;
  }

  @Override
  public Flux<RedisCredentials> credentials() {
    return Flux.interval(Duration.ZERO, PERIOD)
        .onBackpressureDrop()
        .concatMap(
            period -> resolveCredentials().retryWhen(Retry.fixedDelay(Long.MAX_VALUE, RETRY)));
  }
}
