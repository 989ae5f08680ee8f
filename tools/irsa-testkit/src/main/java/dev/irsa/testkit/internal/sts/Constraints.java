package dev.irsa.testkit.internal.sts;

import dev.irsa.testkit.internal.server.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks parameters against the constraints of the STS API reference, and reports all violations at
 * once, in the words of STS. Not thread-safe.
 */
final class Constraints {
  /** Replaces secret values, as in STS's own messages. */
  private static final String MASK = "***";

  private final List<String> violations = new ArrayList<>();

  /** Checks a required text: its length and, if given, its pattern. */
  Constraints text(
      String member, @Nullable String value, int shortest, int longest, @Nullable Pattern pattern) {
    if (value == null) {
      violations.add(
          "Value null at '" + member + "' failed to satisfy constraint: Member must not be null");
      return this;
    }
    if (value.length() < shortest) {
      violate(member, value, "Member must have length greater than or equal to " + shortest);
    }
    if (value.length() > longest) {
      violate(member, value, "Member must have length less than or equal to " + longest);
    }
    if (pattern != null && !pattern.matcher(value).matches()) {
      violate(member, value, "Member must satisfy regular expression pattern: " + pattern);
    }
    return this;
  }

  /** Checks an optional text in the same way. */
  Constraints optionalText(
      String member, @Nullable String value, int shortest, int longest, @Nullable Pattern pattern) {
    return value == null ? this : text(member, value, shortest, longest, pattern);
  }

  /** Checks an optional whole number. */
  Constraints optionalNumber(String member, @Nullable String value, int least, int most) {
    if (value == null) {
      return this;
    }
    if (!value.matches("-?\\d{1,9}")) {
      violate(member, value, "Member must be a whole number");
    } else if (Integer.parseInt(value) < least) {
      violate(member, value, "Member must have value greater than or equal to " + least);
    } else if (Integer.parseInt(value) > most) {
      violate(member, value, "Member must have value less than or equal to " + most);
    }
    return this;
  }

  /** Checks a required text that is one of a few. */
  Constraints oneOf(String member, @Nullable String value, List<String> allowed) {
    if (value == null) {
      return text(member, null, 0, 0, null);
    }
    if (!allowed.contains(value)) {
      violate(member, value, "Member must satisfy enum value set: " + allowed);
    }
    return this;
  }

  /** Checks the size of a list. */
  Constraints atMost(String member, List<String> values, int most) {
    if (values.size() > most) {
      violate(member, values.toString(), "Member must have length less than or equal to " + most);
    }
    return this;
  }

  /** Throws an exception if a constraint was violated. */
  void require() throws ServiceException {
    if (!violations.isEmpty()) {
      String count = violations.size() + " validation error" + (violations.size() > 1 ? "s" : "");
      throw StsException.validation(count + " detected: " + String.join("; ", violations));
    }
  }

  private void violate(String member, String value, String constraint) {
    String shown = member.equals("webIdentityToken") ? MASK : value;
    violations.add(
        "Value '%s' at '%s' failed to satisfy constraint: %s".formatted(shown, member, constraint));
  }
}
