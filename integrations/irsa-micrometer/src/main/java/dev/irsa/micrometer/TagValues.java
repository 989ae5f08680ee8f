package dev.irsa.micrometer;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates the values of tags, which are bounded in number: dashboards and registries hold a series
 * for each of them. Not thread-safe.
 */
final class TagValues {

  static final String UNKNOWN = "unknown";
  static final String OTHER = "other";

  /** The value of {@code code} for a call that succeeded. */
  static final String OK = "OK";

  /**
   * The value of {@code code} for a call without an error code, of a missing failure, and of {@code
   * audience} for credentials of AWS.
   */
  static final String NONE = "none";

  private static final int MAX_ROLES = 100;
  private static final int MAX_CODES = 50;
  private static final int MAX_AUDIENCES = 50;
  private static final int MAX_LENGTH = 64;

  private final Set<String> roles = new HashSet<>();
  private final Set<String> codes = new HashSet<>();
  private final Set<String> audiences = new HashSet<>();

  /**
   * Returns the tags of a session.
   *
   * @param audience the services that accept a token, or null for credentials of AWS
   */
  Tags session(
      @Nullable String roleArn, @Nullable IdentitySource source, @Nullable String audience) {
    return Tags.of(
        "role",
        role(roleArn),
        "source",
        source == null ? UNKNOWN : lowerCase(source),
        "audience",
        audience == null ? NONE : bounded(audience, audiences, MAX_AUDIENCES));
  }

  /** Returns the name of a role, without its path and account. */
  String role(@Nullable String roleArn) {
    return roleArn == null
        ? UNKNOWN
        : bounded(roleArn.substring(roleArn.lastIndexOf('/') + 1), roles, MAX_ROLES);
  }

  /** Returns the error code of a failed call. */
  String code(CredentialsException failure) {
    String code = failure.code();
    return code == null ? NONE : bounded(code, codes, MAX_CODES);
  }

  static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String bounded(String value, Set<String> known, int most) {
    if (known.contains(value)) {
      return value;
    }
    boolean isAllowed = value.length() <= MAX_LENGTH && known.size() < most;
    return isAllowed && known.add(value) ? value : OTHER;
  }
}
