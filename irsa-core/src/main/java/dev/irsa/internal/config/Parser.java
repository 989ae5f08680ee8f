package dev.irsa.internal.config;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.config.Resolution.Report;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.WebIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the value of a setting is read: from a text, or from an object that code gave, to a value or
 * to a problem. A single class: the JVM would have to load one for each parser on the way to the
 * first credentials of a process.
 */
enum Parser {
  /** Takes what code gave. */
  OBJECT,
  ROLE_ARN,
  PATH,
  SESSION_NAME,
  SOURCE_IDENTITY,
  REGION,
  FLAG,
  /** As Spring Boot reads a boolean, which has the same property. */
  SWITCH,
  LEGACY,
  SECONDS,
  POLICY,
  POLICY_ARNS,
  EXTERNAL_ID,
  SESSION_TAGS,
  IDENTITY_SOURCE,
  GUARD,
  NAMES,
  STS_ENDPOINT,
  CONTAINER_URI,
  SERVICE_ENDPOINT,
  RELATIVE_URI,
  TOKEN,
  PROXY,
  PORT;

  private static final List<String> ON = List.of("true", "on", "yes", "1");
  private static final List<String> OFF = List.of("false", "off", "no", "0");

  /**
   * Returns the value, or null after adding a problem.
   *
   * @param found a text, or an object that was set in code
   * @param report takes the problems
   */
  @SuppressWarnings("unchecked") // Code gives such collections only.
  @Nullable Object parse(Object found, Report report) {
    String text = this == OBJECT ? "" : found.toString();
    return switch (this) {
      case OBJECT -> found;
      case ROLE_ARN -> roleArn(text, report);
      case PATH -> path(text, report);
      case SESSION_NAME -> name(text, "a session name", ", or leave it out", report);
      case SOURCE_IDENTITY -> name(text, "a source identity", "", report);
      case REGION -> region(text, report);
      case FLAG -> choice(text, "true", "false", "is not a boolean", "use true or false", report);
      case SWITCH -> isOn(text, report);
      case LEGACY ->
          choice(
              text,
              "legacy",
              "regional",
              "is neither regional nor legacy",
              "use regional, or remove it",
              report);
      case SECONDS -> seconds(text, report);
      case POLICY -> policy(text.strip(), report);
      case POLICY_ARNS -> policyArns((List<String>) found, report);
      case EXTERNAL_ID -> SessionTags.externalId(text, report);
      case SESSION_TAGS -> SessionTags.tags((Map<String, String>) found, report);
      case IDENTITY_SOURCE ->
          oneOf(List.of(IdentitySource.WEB_IDENTITY, IdentitySource.CONTAINER), found, report);
      case GUARD ->
          // YAML reads off as false.
          text.equalsIgnoreCase("false")
              ? GuardMode.OFF
              : oneOf(List.of(GuardMode.values()), found, report);
      case NAMES -> names(text);
      case STS_ENDPOINT -> HttpUrl.STS.parse(text, report);
      case CONTAINER_URI -> allowed(HttpUrl.CONTAINER, text, report);
      case SERVICE_ENDPOINT -> allowed(HttpUrl.SERVICE, text, report);
      case RELATIVE_URI -> relativeUri(text, report);
      case TOKEN -> token(text, report);
      case PROXY ->
          found instanceof InetSocketAddress address
              ? HttpProxy.at(address, Given.BUILDER)
              : ProxyRule.parse(text, report);
      case PORT -> port(text, report);
    };
  }

  private static @Nullable RoleArn roleArn(String text, Report report) {
    try {
      return RoleArn.parse(text, false);
    } catch (IllegalArgumentException e) {
      report.problem(Value.quote(text) + " " + e.getMessage(), RoleArn.EXAMPLE);
      return null;
    }
  }

  private static @Nullable Path path(String text, Report report) {
    if (Value.looksLikeToken(text) && text.indexOf('/') < 0) {
      report.problem("contains what looks like a token (not shown)", "set the file's path");
      return null;
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      report.problem(Value.quote(text) + " is not a path", "set a file's path");
      return null;
    }
  }

  /** Reads a text of the characters of a role session name. */
  private static @Nullable String name(String text, String what, String otherwise, Report report) {
    if (WebIdentity.isSessionName(text)) {
      return text;
    }
    report.problem(
        Value.quote(text) + " is not " + what,
        "use 2 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -" + otherwise);
    return null;
  }

  private static @Nullable String region(String text, Report report) {
    if (isLabel(text)) {
      return text;
    }
    report.problem(Value.quote(text) + " is not a region", "use a region's code such as eu-west-1");
    return null;
  }

  /** Reads one of two words. */
  private static @Nullable Boolean choice(
      String text, String yes, String no, String otherwise, String fix, Report report) {
    if (text.equalsIgnoreCase(yes)) {
      return true;
    }
    if (text.equalsIgnoreCase(no)) {
      return false;
    }
    report.problem(Value.quote(text) + " " + otherwise, fix);
    return null;
  }

  private static @Nullable Boolean isOn(String text, Report report) {
    boolean isOn = ON.contains(Value.lowerCase(text));
    if (isOn || OFF.contains(Value.lowerCase(text))) {
      return isOn;
    }
    report.problem(Value.quote(text) + " is not a boolean", "use true or false");
    return null;
  }

  private static @Nullable Duration seconds(String text, Report report) {
    int seconds =
        text.length() <= 6 && Value.isDigits(text, 0, text.length()) ? Integer.parseInt(text) : -1;
    if (seconds >= 900 && seconds <= 43_200) {
      return Duration.ofSeconds(seconds);
    }
    report.problem(
        Value.quote(text) + " is not a session duration",
        "use 900 to 43200 seconds, no more than the role's own maximum");
    return null;
  }

  private static @Nullable String policy(String text, Report report) {
    if (text.isEmpty()) {
      report.problem("is blank", "give it a value");
      return null;
    }
    boolean valid = text.length() <= 2048;
    for (int i = 0; i < text.length() && valid; i++) {
      char c = text.charAt(i);
      valid = c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c <= '\u00ff');
    }
    if (valid) {
      return text;
    }
    report.problem(
        "has " + text.length() + " characters, or some that STS does not accept",
        "use a JSON document of 1 to 2048 characters of Latin-1");
    return null;
  }

  private static @Nullable List<String> policyArns(List<String> arns, Report report) {
    if (arns.isEmpty() || arns.size() > 10) {
      report.problem("are " + arns.size(), "give 1 to 10");
      return null;
    }
    boolean valid = true;
    for (String arn : arns) {
      if (arn.length() < 20 || arn.length() > 2048 || !arn.startsWith("arn:")) {
        valid = false;
        report.problem(
            Value.quote(arn) + " is not the ARN of a policy",
            "use arn:aws:iam::<account>:policy/<name>");
      }
    }
    return valid ? arns : null;
  }

  private static @Nullable String relativeUri(String path, Report report) {
    if (isPath(path)) {
      return path;
    }
    report.problem(
        "its value (not shown) is not a path",
        "begin it with one /, such as /v2/credentials/<id>; for a URI with a host use"
            + " AWS_CONTAINER_CREDENTIALS_FULL_URI");
    return null;
  }

  private static @Nullable IdentityToken token(String text, Report report) {
    try {
      return new IdentityToken(text);
    } catch (IllegalArgumentException e) {
      report.problem(
          "has " + text.length() + " characters, or some that a header may not contain (not shown)",
          "use at most 20,000 ASCII characters on one line");
      return null;
    }
  }

  private static @Nullable Integer port(String text, Report report) {
    int port = HttpUrl.port(text);
    if (port < 0) {
      report.problem(Value.quote(text) + " is not a port", "use 1 to 65535");
      return null;
    }
    return port;
  }

  /** Returns a constant as texts have it: its name in lower case, with dashes. */
  static String word(Enum<?> constant) {
    return Value.lowerCase(constant.name()).replace('_', '-');
  }

  /** Reads one of some constants by its {@link #word}. */
  private static <E extends Enum<E>> @Nullable E oneOf(List<E> all, Object found, Report report) {
    List<String> names = new ArrayList<>();
    for (E constant : all) {
      String name = word(constant);
      if (found == constant || found.toString().equalsIgnoreCase(name)) {
        return constant;
      }
      names.add(name);
    }
    report.problem(
        Value.quote(found.toString()) + " is not one of " + String.join(", ", names),
        "use " + String.join(" or ", names));
    return null;
  }

  private static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return names;
  }

  /**
   * Returns whether a text is a DNS label. A region becomes part of a host name, so it must not be
   * able to change the domain.
   */
  private static boolean isLabel(String text) {
    if (text.length() > 63 || text.startsWith("-") || text.endsWith("-")) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a text is a path, perhaps with a query, that cannot change the host. */
  private static boolean isPath(String text) {
    try {
      return text.startsWith("/")
          && !text.startsWith("//")
          && new URI(text).getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Returns a URL whose host may get the token. A name is checked when it is resolved. */
  private static @Nullable URI allowed(HttpUrl kind, String text, Report report) {
    URI uri = kind.parse(text, report);
    if (uri == null || !HttpUrl.isPlain(uri)) {
      return uri;
    }
    InetAddress address = ContainerHosts.literal(uri.getHost());
    return address == null || ContainerHosts.isAllowed(address)
        ? uri
        : kind.refuse(
            text,
            report,
            "is plain http to a host beyond this node: the token and the credentials would be sent"
                + " in clear text",
            "use " + ContainerHosts.ALLOWED);
  }
}
