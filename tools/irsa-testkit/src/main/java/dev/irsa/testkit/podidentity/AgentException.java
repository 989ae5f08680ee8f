package dev.irsa.testkit.podidentity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An error response of the agent: a status and a line of text. */
final class AgentException extends Exception {
  /** The errors of EKS Auth after which the agent drops the credentials that it has. */
  private static final Set<String> IRRECOVERABLE =
      Set.of(
          "ResourceNotFoundException",
          "ExpiredTokenException",
          "InvalidTokenException",
          "AccessDeniedException");

  private final int status;
  private final @Nullable String code;

  AgentException(int status, @Nullable String code, String text) {
    super(text);
    this.status = status;
    this.code = code;
  }

  static AgentException badRequest(String text) {
    return new AgentException(400, null, text);
  }

  int status() {
    return status;
  }

  /** Returns the code of an error of EKS Auth; null for the agent's own errors. */
  @Nullable String code() {
    return code;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  boolean isIrrecoverable() {
    return code != null && IRRECOVERABLE.contains(code);
  }
}
