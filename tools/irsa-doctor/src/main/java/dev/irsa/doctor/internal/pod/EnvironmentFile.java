package dev.irsa.doctor.internal.pod;

import dev.irsa.doctor.internal.file.BoundedFile;
import dev.irsa.doctor.report.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads environment variables from a file: lines {@code KEY=value} as {@code env} prints them, or
 * pairs that end with NUL as in {@code /proc/<pid>/environ} and from {@code env -0}. The output of
 * {@code export -p} is refused, because each shell quotes it differently.
 */
public final class EnvironmentFile {

  private static final Pattern NAME = Pattern.compile("[^\\s=]*");
  private static final int MAX_BYTES = 4 << 20;

  private EnvironmentFile() {}

  /**
   * Returns the variables of a file.
   *
   * @throws InvalidInputException if it cannot be read, or a line is not a variable; names the
   *     line, but not its content, which may be secret
   */
  public static Map<String, String> read(Path file) {
    String text = new String(BoundedFile.required(file, MAX_BYTES), StandardCharsets.UTF_8);
    // Some editors begin a file with a byte order mark.
    text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return text.indexOf('\0') >= 0 ? pairs(text) : lines(text, file);
  }

  /** Reads pairs of a running process, which may contain anything. */
  private static Map<String, String> pairs(String text) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String pair : text.split("\0", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        variables.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return variables;
  }

  private static Map<String, String> lines(String text, Path file) {
    Map<String, String> variables = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      Matcher name = NAME.matcher(line);
      int end = name.lookingAt() ? name.end() : 0;
      if (end == 0 || !line.startsWith("=", end)) {
        throw new InvalidInputException(
            file + ":" + number + ":" + (end + 1),
            "expected KEY=value as env prints it, not export -p; for values of several lines use env -0",
            null);
      }
      variables.put(line.substring(0, end), line.substring(end + 1));
    }
    return variables;
  }
}
