package dev.irsa.doctor.internal.pod;

import dev.irsa.doctor.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads environment variables from a file: lines {@code KEY=value}, also with {@code export} before
 * them and quotes around the value, or pairs that end with NUL as in {@code /proc/<pid>/environ}.
 */
public final class EnvironmentFile {

  private static final Pattern NAME = Pattern.compile("[^\\s=]+");
  private static final String EXPORT = "export ";
  private static final long MAX_BYTES = 4L << 20;

  private EnvironmentFile() {}

  /**
   * Returns the variables of a file.
   *
   * @throws InvalidInputException if it cannot be read, or a line is not a variable; names the
   *     line, but not its content, which may be secret
   */
  public static Map<String, String> read(Path file) {
    String text;
    try (var input = Files.newInputStream(file)) {
      text = new String(input.readNBytes((int) MAX_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InvalidInputException(file.toString(), "cannot be read", e);
    }
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
      String stripped = line.strip();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      boolean isExport = stripped.startsWith(EXPORT);
      String pair = isExport ? stripped.substring(EXPORT.length()).strip() : line;
      int equals = pair.indexOf('=');
      if (equals < 0 || !NAME.matcher(pair.substring(0, equals)).matches()) {
        throw new InvalidInputException(
            file + " line " + number,
            "expected KEY=value; for values of several lines use env -0",
            null);
      }
      String value = pair.substring(equals + 1);
      variables.put(pair.substring(0, equals), isExport ? unquoted(value) : value);
    }
    return variables;
  }

  /** Returns a value without the quotes of a shell. */
  private static String unquoted(String value) {
    boolean isDouble = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return isDouble
        ? value.substring(1, value.length() - 1)
        : value.replace("'\\''", "\0").replace("'", "").replace('\0', '\'');
  }
}
