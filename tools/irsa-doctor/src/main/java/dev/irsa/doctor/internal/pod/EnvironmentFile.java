package dev.irsa.doctor.internal.pod;

import dev.irsa.doctor.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads environment variables from a file: lines {@code KEY=value}, also with {@code export} before
 * them and quotes around the value, or pairs that end with NUL as in {@code /proc/<pid>/environ}.
 */
public final class EnvironmentFile {

  /** A name and its value; after {@code declare -x}, as bash writes it, a name may stand alone. */
  private static final Pattern LINE =
      Pattern.compile("(\\s*(?:export|declare -x)\\s+)?([^\\s=]+)(?:=(.*))?", Pattern.DOTALL);

  private static final Pattern NAME = Pattern.compile("(\\s*(?:export|declare -x)\\s+)?[^\\s=]*");
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
      Matcher parts = LINE.matcher(line);
      boolean isVariable = parts.matches();
      boolean isExport = isVariable && parts.group(1) != null;
      String value = isVariable ? parts.group(3) : null;
      if (value == null && !isExport) {
        Matcher name = NAME.matcher(line);
        throw invalid(file, number, name.lookingAt() ? name.end() : 0, "expected KEY=value");
      }
      String raw = isExport ? unquoted(value == null ? "" : value.strip()) : value;
      if (raw == null) {
        throw invalid(file, number, parts.start(3), "expected the end of the quoted value");
      }
      if (value != null) {
        variables.put(parts.group(2), raw);
      }
    }
    return variables;
  }

  private static InvalidInputException invalid(Path file, int line, int index, String problem) {
    return new InvalidInputException(
        file + ":" + line + ":" + (index + 1),
        problem + "; for values of several lines use env -0",
        null);
  }

  /** Returns a value without the quotes of a shell, or null if they do not end. */
  private static @Nullable String unquoted(String value) {
    StringBuilder text = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean isQuote = c == quote || (quote == 0 && (c == '\'' || c == '"'));
      if (isQuote) {
        quote = quote == 0 ? c : 0;
      } else if (c == '\\' && isEscape(quote, value.substring(i + 1))) {
        text.append(value.charAt(++i));
      } else {
        text.append(c);
      }
    }
    return quote == 0 ? text.toString() : null;
  }

  /** Returns whether a backslash before some text is not a character of the value. */
  private static boolean isEscape(char quote, String next) {
    return !next.isEmpty()
        && (quote == 0 || (quote == '"' && "\"$`\\".indexOf(next.charAt(0)) >= 0));
  }
}
