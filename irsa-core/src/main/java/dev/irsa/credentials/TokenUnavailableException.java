package dev.irsa.credentials;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The token file is absent, empty, unreadable or holds no token. Tried again with backoff: the
 * volume may still be mounting.
 */
public final class TokenUnavailableException extends CredentialsException {

  private static final long serialVersionUID = 1L;

  private final String tokenFile;
  private final String found;

  /**
   * Says what was found where a token should be.
   *
   * @param tokenFile the path as configured
   * @param found what was found, in words, without the content
   * @param remedy the likely cause and what to do
   * @param roleArn the role that was asked for, or null
   * @param circumstances how hard it was tried
   * @param cause the I/O failure, or null
   */
  public TokenUnavailableException(
      Path tokenFile,
      String found,
      String remedy,
      @Nullable String roleArn,
      AttemptInfo circumstances,
      @Nullable Throwable cause) {
    super(
        "The web identity token file " + tokenFile + " " + found,
        remedy,
        roleArn,
        null,
        circumstances,
        cause);
    this.tokenFile = tokenFile.toString();
    this.found = found;
  }

  /** Returns the path as configured. */
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
  public TokenUnavailableException with(AttemptInfo newCircumstances) {
    return new TokenUnavailableException(
        tokenFile(), found, remedy(), roleArn(), newCircumstances, this);
  }
}
