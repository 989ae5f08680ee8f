package dev.irsa.cli;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.doctor.InvalidInputException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The single message that explains why a command failed. */
final class Complaint {

  private Complaint() {}

  /**
   * Returns the message of the typed error in the chain of causes, if any, since it names the
   * origin and the fix. Otherwise returns the message of the failure together with those of its
   * causes.
   */
  static String of(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof CredentialsException || each instanceof InvalidInputException) {
        return String.valueOf(each.getMessage());
      }
    }
    return withCauses(failure);
  }

  private static String withCauses(Throwable failure) {
    StringBuilder message = new StringBuilder();
    Set<Throwable> seen = new HashSet<>();
    for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
      String part = text(each);
      if (message.indexOf(part) < 0) {
        message.append(message.isEmpty() ? "" : ": ").append(part);
      }
    }
    return message.toString();
  }

  private static String text(Throwable failure) {
    @Nullable String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
