package dev.irsa.iam;

import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.util.Credentials;
import java.util.Objects;

/**
 * Gives each new connection of a HikariCP pool (7 or later) the current token as its password.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class HikariIamCredentials implements HikariCredentialsProvider {

  private final String user;
  private final IamTokenProvider tokens;

  /**
   * Creates an instance for {@code HikariConfig.setCredentialsProvider}.
   *
   * @param user the user of the database
   * @param tokens provides the password of this user
   */
  public HikariIamCredentials(String user, IamTokenProvider tokens) {
    this.user = Objects.requireNonNull(user);
    this.tokens = Objects.requireNonNull(tokens);
  }

  @Override
  public Credentials getCredentials() {
    return Credentials.of(user, tokens.get());
  }
}
