package dev.irsa.doctor.internal.check;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The annotation {@code skip-containers}, as the webhook reads it: the first record of Go's {@code
 * encoding/csv}. Blanks belong to a name. Without a record nothing is skipped.
 */
final class SkippedContainers {
  /** A quoted field, or a plain one. */
  private static final Pattern FIELD = Pattern.compile("\"((?:[^\"]|\"\")*+)\"|[^\",\n]*+");

  private SkippedContainers() {}

  /** Returns the names in the annotation's value. */
  static Set<String> of(String value) {
    String lines = value.replaceFirst("\r\\z", "").replace("\r\n", "\n").replaceFirst("^\n++", "");
    Set<String> names = new HashSet<>();
    Matcher field = FIELD.matcher(lines);
    while (field.lookingAt()) {
      String quoted = field.group(1);
      names.add(quoted == null ? field.group() : quoted.replace("\"\"", "\""));
      if (field.end() == lines.length() || lines.charAt(field.end()) == '\n') {
        return names;
      }
      if (lines.charAt(field.end()) != ',') {
        break;
      }
      field.region(field.end() + 1, lines.length());
    }
    return Set.of();
  }
}
