package dev.irsa.credentials;

import dev.irsa.internal.failure.FailureDetails;
import java.nio.file.Path;

/**
 * Thrown if the token file is missing, empty or unreadable, or does not contain a token. Retried
 * with backoff, because the volume may not be mounted yet.
 *
 * @since 0.1
 */
@SuppressWarnings({"exports", "InvalidBlockTag"}) // See the superclass.
public final class TokenUnavailableException extends CredentialsException {

  private static final long serialVersionUID = 1L;

  private final String tokenFile;

  /**
   * Creates an exception.
   *
   * @param tokenFile the path as configured
   * @hidden
   */
  public TokenUnavailableException(FailureDetails details, Path tokenFile) {
    super(details.withTokenAtFault(true));
    this.tokenFile = tokenFile.toString();
  }

  /** Returns the path of the token file as configured. */
  public Path tokenFile() {
    return Path.of(tokenFile);
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
