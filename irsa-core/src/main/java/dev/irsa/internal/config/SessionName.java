package dev.irsa.internal.config;

import dev.irsa.internal.identity.WebIdentity;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The session name of a process that was not given one: stable for its life, and telling. */
final class SessionName {

  private static final String PREFIX = "irsa-";
  private static final int LONGEST = 64 - PREFIX.length();

  private SessionName() {}

  /** Returns a name from the pod's name, or from chance when there is none. */
  static String from(@Nullable String podName) {
    if (podName == null || podName.isBlank()) {
      return PREFIX + Drawn.TEXT;
    }
    String name = podName.strip();
    // The end of a pod's name is its unique part.
    String end = name.length() > LONGEST ? name.substring(name.length() - LONGEST) : name;
    StringBuilder legal = new StringBuilder(PREFIX);
    for (int i = 0; i < end.length(); i++) {
      legal.append(WebIdentity.isSessionNameCharacter(end.charAt(i)) ? end.charAt(i) : '-');
    }
    return legal.toString();
  }

  /** Drawn once per process, and only where it is needed. */
  private static final class Drawn {
    static final String TEXT = draw();

    private static String draw() {
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
