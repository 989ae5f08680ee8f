package dev.irsa.doctor.internal.pod;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The name of a service account. Immutable.
 *
 * @param namespace its namespace
 * @param name its name there
 */
public record ServiceAccountName(String namespace, String name) {

  private static final ServiceAccountName PLACEHOLDER =
      new ServiceAccountName("<namespace>", "<name>");

  /** Returns the service account in a {@code sub} claim, or null. */
  static @Nullable ServiceAccountName ofSubject(@Nullable String subject) {
    String[] parts = subject == null ? new String[0] : subject.split(":", -1);
    return parts.length == 4 && parts[1].equals("serviceaccount")
        ? new ServiceAccountName(parts[2], parts[3])
        : null;
  }

  /** Returns the account, or placeholders for a command if it is not known. */
  public static ServiceAccountName orPlaceholder(@Nullable ServiceAccountName account) {
    return Objects.requireNonNullElse(account, PLACEHOLDER);
  }

  /** Returns the {@code sub} claim of the account's tokens. */
  public String subject() {
    return "system:serviceaccount:" + namespace + ":" + name;
  }

  /** Returns {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
