package dev.irsa.testkit.internal.kubernetes;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The annotations {@code eks.amazonaws.com/…} of one object, parsed by the rules of the original
 * webhook: Go's {@code ParseBool} and {@code ParseInt}, and the first record of its {@code
 * encoding/csv}. The original only logs a malformed one; here it is an error, since in a test it is
 * usually a mistake.
 *
 * @param node the annotations with their path; may be absent
 */
record WebhookAnnotations(JsonNode node, WebhookSettings settings) {

  private static final String DOMAIN = "eks.amazonaws.com/";
  private static final String AUDIENCE = "sts.amazonaws.com";
  private static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws[a-z0-9-]*:iam::\\d{12}:role/[\\w/.@+=,-]+");
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

  /** A quoted field, or a plain one. Blanks belong to it. */
  private static final Pattern FIELD = Pattern.compile("\"((?:[^\"]|\"\")*+)\"|[^\",\n]*+");

  /** Returns the role ARN; empty if absent. */
  String roleArn() {
    var arn = value("role-arn");
    if (arn == null || arn.isEmpty()) {
      return "";
    }
    if (!ROLE_ARN.matcher(arn).matches()) {
      throw malformed("role-arn", "the ARN of an IAM role", arn);
    }
    return arn;
  }

  String audience() {
    var audience = value("audience");
    return audience == null ? AUDIENCE : audience;
  }

  boolean regionalEndpoints() {
    return read("sts-regional-endpoints", "true or false", WebhookAnnotations::bool, true);
  }

  Duration tokenExpiration(Duration otherwise) {
    return read("token-expiration", "seconds", this::expiration, otherwise);
  }

  Set<String> skippedContainers() {
    return read(
        "skip-containers",
        "container names, separated by commas",
        WebhookAnnotations::firstRecord,
        Set.of());
  }

  /** Returns the fields of the first line that is not empty. A quoted field may span lines. */
  private static Set<String> firstRecord(String text) {
    String lines = text.replaceFirst("\r\\z", "").replace("\r\n", "\n").replaceFirst("^\n++", "");
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("expected a record");
    }
    Set<String> fields = new HashSet<>();
    Matcher field = FIELD.matcher(lines);
    while (field.lookingAt()) {
      String quoted = field.group(1);
      fields.add(quoted == null ? field.group() : quoted.replace("\"\"", "\""));
      if (field.end() == lines.length() || lines.charAt(field.end()) == '\n') {
        return fields;
      }
      if (lines.charAt(field.end()) != ',') {
        break;
      }
      field.region(field.end() + 1, lines.length());
    }
    throw new IllegalArgumentException("misplaced quote");
  }

  private Duration expiration(String text) {
    // Java's parser alone would also accept digits of other scripts.
    if (!INTEGER.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    var expiration = Duration.ofSeconds(Long.parseLong(text));
    return expiration.compareTo(settings.shortestExpiration()) < 0
        ? settings.shortestExpiration()
        : expiration;
  }

  private static boolean bool(String text) {
    if (!TRUE.contains(text) && !FALSE.contains(text)) {
      throw new IllegalArgumentException(text);
    }
    return TRUE.contains(text);
  }

  private <T> T read(String name, String expected, Function<String, T> reader, T otherwise) {
    var text = value(name);
    if (text == null) {
      return otherwise;
    }
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw malformed(name, expected, text);
    }
  }

  private @Nullable String value(String name) {
    var annotation = node.member(DOMAIN + name);
    return annotation.isAbsent() ? null : annotation.text();
  }

  private IllegalArgumentException malformed(String name, String expected, String found) {
    return JsonNode.malformed(node.member(DOMAIN + name).path(), expected, "\"" + found + "\"");
  }
}
