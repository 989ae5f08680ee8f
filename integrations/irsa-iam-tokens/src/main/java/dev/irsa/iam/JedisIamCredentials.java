package dev.irsa.iam;

import java.util.Objects;
import java.util.function.Supplier;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.RedisCredentials;

/**
 * Gives each new connection of Jedis (5 or later) the current token as its password. ElastiCache
 * and MemoryDB end a connection twelve hours after its login, and the pool opens another one.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class JedisIamCredentials implements Supplier<RedisCredentials> {

  private final String user;
  private final IamTokenProvider tokens;

  /**
   * Creates an instance for {@code DefaultJedisClientConfig.Builder.credentialsProvider}.
   *
   * @param user the name of the user
   * @param tokens provides the password of this user
   */
  public JedisIamCredentials(String user, IamTokenProvider tokens) {
    this.user = Objects.requireNonNull(user);
    this.tokens = Objects.requireNonNull(tokens);
  }

  @Override
  public RedisCredentials get() {
    return new DefaultRedisCredentials(user, tokens.get());
  }
}
