package dev.irsa.credentials;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the token file is missing, empty or unreadable, or does not contain a token. Retried
 * with backoff, because the volume may not be mounted yet.
 *
 * @since 0.1
 */
public final class TokenUnavailableException extends CredentialsException {

  private static final long serialVersionUID = 1L;

  private final String tokenFile;
  private final String found;

  /**
   * Creates an exception.
   *
   * @param tokenFile the path as configured
   * @param found a description of what was found, without the content
   * @param remedy the likely cause and how to fix it
   * @param roleArn the requested role, or null
   * @param attemptInfo the attempts that were made
   * @param cause the underlying exception, or null
   */
  public TokenUnavailableException(
      Path tokenFile,
      String found,
      String remedy,
      @Nullable String roleArn,
      AttemptInfo attemptInfo,
      @Nullable Throwable cause) {
    super("The token file " + tokenFile + " " + found, remedy, roleArn, null, attemptInfo, cause);
    this.tokenFile = tokenFile.toString();
    this.found = found;
  }

  /** Returns the path of the token file as configured. */
  public Path tokenFile() {
    return Path.of(tokenFile);
  }

  @Override
  public boolean isTokenAtFault() {
    return true;
  }

  @Override
  public FailureKind failureKind() {
    return FailureKind.TOKEN;
  }

  @Override
  public boolean isRetryable() {
    return true;
  }

  @Override
  public TokenUnavailableException with(AttemptInfo newAttemptInfo) {
    return new TokenUnavailableException(
        tokenFile(), found, remedy(), roleArn(), newAttemptInfo, this);
  }
}
