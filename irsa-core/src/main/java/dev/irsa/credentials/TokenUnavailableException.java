package dev.irsa.credentials;

import dev.irsa.internal.failure.FailureDetails;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the token file is missing, empty or unreadable, or does not contain a token, or if a
 * {@link WebIdentityTokenSupplier} does not return one. Retried with backoff, because the volume
 * may not be mounted yet.
 *
 * @since 0.1
 */
@SuppressWarnings({"exports", "InvalidBlockTag"}) // See the superclass.
public final class TokenUnavailableException extends CredentialsException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String tokenFile;

  /**
   * Creates an exception.
   *
   * @param tokenFile the path as configured, or null if the token is not in a file
   * @hidden
   */
  public TokenUnavailableException(FailureDetails details, @Nullable Path tokenFile) {
    super(details.withTokenAtFault(true));
    this.tokenFile = tokenFile == null ? null : tokenFile.toString();
  }

  /** Returns the path of the token file as configured, or null if the token is not in a file. */
  public @Nullable Path tokenFile() {
    return tokenFile == null ? null : Path.of(tokenFile);
  }

  @Override
  public FailureKind failureKind() {
    return FailureKind.TOKEN;
  }

  @Override
  public boolean isRetryable() {
    return true;
  }

  /**
   * @hidden
   */
  @Override
  public TokenUnavailableException with(FailureDetails other) {
    return new TokenUnavailableException(other, tokenFile());
  }
}
