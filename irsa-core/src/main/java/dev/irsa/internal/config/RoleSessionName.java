package dev.irsa.internal.config;

import dev.irsa.internal.text.AsciiText;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The name of a session, which CloudTrail shows: what STS accepts, and the name if nobody sets one,
 * {@code irsa-} followed by the pod's name.
 */
final class RoleSessionName {

  private static final String PREFIX = "irsa-";
  private static final int MAX_POD_NAME = 64 - PREFIX.length();

  private RoleSessionName() {}

  /**
   * Returns a name that contains the pod's name, or a random one if the pod's name is not known. It
   * is stable for the lifetime of the process.
   */
  static String ofPod(@Nullable String podName) {
    if (podName == null || podName.isBlank()) {
      return PREFIX + RandomName.TEXT;
    }
    String name = podName.strip();
    // The end of a pod's name is its unique part.
    String end = name.length() > MAX_POD_NAME ? name.substring(name.length() - MAX_POD_NAME) : name;
    StringBuilder valid = new StringBuilder(PREFIX);
    for (int i = 0; i < end.length(); i++) {
      valid.append(isValidCharacter(end.charAt(i)) ? end.charAt(i) : '-');
    }
    return valid.toString();
  }

  /**
   * Returns whether STS accepts a name as role session name: 2 to 64 characters of {@code
   * [\w+=,.@-]}.
   */
  static boolean isValid(String name) {
    if (name.length() < 2 || name.length() > 64) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (!isValidCharacter(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a role session name may contain a character. */
  static boolean isValidCharacter(char c) {
    return AsciiText.isLetterOrDigitOr("_+=,.@-", c);
  }

  /** Created once per process, and only if needed. */
  private static final class RandomName {
    static final String TEXT = create();

    private static String create() {
      StringBuilder hex = new StringBuilder();
      byte[] bytes = new byte[6];
      new SecureRandom().nextBytes(bytes);
      for (byte b : bytes) {
        hex.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
      }
      return hex.toString();
    }
  }
}
