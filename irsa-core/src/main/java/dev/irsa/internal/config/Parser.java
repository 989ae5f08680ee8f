package dev.irsa.internal.config;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.text.AsciiText;
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
 * How the value of a setting is read, from a text or from an object that code gave. A refusal says
 * what was found and how to fix it; whoever asks knows the setting. A single class: the JVM would
 * have to load one for each parser on the way to the first credentials of a process.
 */
enum Parser {
  /** Takes an object that code gave. */
  OBJECT,
  TEXT,
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
  TAG_KEYS,
  IDENTITY_SOURCE,
  GUARD,
  NAMES,
  STS_ENDPOINT,
  STS_SPARE,
  CONTAINER_URI,
  SERVICE_ENDPOINT,
  RELATIVE_URI,
  TOKEN,
  PROXY,
  PORT;

  private static final List<String> ON = List.of("true", "on", "yes", "1");
  private static final List<String> OFF = List.of("false", "off", "no", "0");

  /**
   * Returns the value, or null if it is refused.
   *
   * @param value a text, or an object that was set in code
   * @param refusals takes the reasons
   */
  @Nullable Object parse(SettingValue<?> value, List<Refusal> refusals) {
    Object found = value.value();
    return switch (this) {
      case OBJECT -> found instanceof String ? notOfCode("is a text", refusals) : found;
      case SECONDS -> duration(found, refusals);
      case POLICY_ARNS ->
          found instanceof List<?> arns
              ? policyArns(arns, refusals)
              : notOfCode("is not a list", refusals);
      case SESSION_TAGS ->
          found instanceof Map<?, ?> tags
              ? SessionTags.tags(tags, refusals)
              : notOfCode("is not a map", refusals);
      case TAG_KEYS -> found instanceof List<?> ? found : notOfCode("is not a list", refusals);
      case IDENTITY_SOURCE ->
          oneOf(List.of(IdentitySource.WEB_IDENTITY, IdentitySource.CONTAINER), found, refusals);
      case GUARD ->
          // YAML reads off as false.
          found.toString().equalsIgnoreCase("false")
              ? GuardMode.OFF
              : oneOf(List.of(GuardMode.values()), found, refusals);
      case PROXY ->
          found instanceof InetSocketAddress address
              ? HttpProxy.at(address, value.origin())
              : ProxyUrl.parse(found.toString(), value.origin(), refusals);
      default -> parse(found.toString(), refusals);
    };
  }

  private @Nullable Object parse(String text, List<Refusal> refusals) {
    return switch (this) {
      case ROLE_ARN -> roleArn(text, refusals);
      case PATH -> path(text, refusals);
      case SESSION_NAME -> name(text, "a session name", ", or leave it out", refusals);
      case SOURCE_IDENTITY -> name(text, "a source identity", "", refusals);
      case REGION -> region(text, "", refusals);
      case STS_SPARE -> spare(text, refusals);
      case FLAG -> choice(text, "true", "false", "is not a boolean", "use true or false", refusals);
      case SWITCH -> isOn(text, refusals);
      case LEGACY ->
          choice(
              text,
              "legacy",
              "regional",
              "is neither regional nor legacy",
              "use regional, or remove it",
              refusals);
      case POLICY -> policy(text.strip(), refusals);
      case EXTERNAL_ID -> SessionTags.externalId(text, refusals);
      case NAMES -> names(text);
      case STS_ENDPOINT -> HttpUrl.STS.parse(text, refusals);
      case CONTAINER_URI -> allowed(HttpUrl.CONTAINER, text, refusals);
      case SERVICE_ENDPOINT -> allowed(HttpUrl.SERVICE, text, refusals);
      case RELATIVE_URI -> relativeUri(text, refusals);
      case TOKEN -> token(text, refusals);
      case PORT -> port(text, refusals);
      default -> text;
    };
  }

  /** Refuses something of another type than the methods of builders take. */
  private static @Nullable Object notOfCode(String found, List<Refusal> refusals) {
    return refuse(found, "set it with its method", refusals);
  }

  private static @Nullable Object refuse(String found, String fix, List<Refusal> refusals) {
    refusals.add(new Refusal(found, fix));
    return null;
  }

  private static @Nullable Object roleArn(String text, List<Refusal> refusals) {
    try {
      return RoleArn.parse(text, false);
    } catch (IllegalArgumentException e) {
      return refuse(SettingValue.quote(text) + " " + e.getMessage(), RoleArn.EXAMPLE, refusals);
    }
  }

  private static @Nullable Object path(String text, List<Refusal> refusals) {
    boolean isWhole = text.contains(".eyJ");
    if (SettingValue.looksLikeToken(text) && (isWhole || text.indexOf('/') < 0)) {
      return refuse(
          "contains what looks like a token (not shown)", "set the file's path", refusals);
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return refuse(SettingValue.quote(text) + " is not a path", "set a file's path", refusals);
    }
  }

  /** Reads a text of the characters of a role session name. */
  private static @Nullable Object name(
      String text, String what, String otherwise, List<Refusal> refusals) {
    if (RoleSessionName.isValid(text)) {
      return text;
    }
    return refuse(
        SettingValue.quote(text) + " is not " + what,
        "use 2 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -" + otherwise,
        refusals);
  }

  private static @Nullable Object spare(String text, List<Refusal> refusals) {
    if (!HttpUrl.isUrl(text)) {
      return region(text, ", or a URL such as https://host[:port][/path]", refusals);
    }
    URI url = HttpUrl.STS.parse(text, refusals);
    return url == null ? null : url.toString();
  }

  private static @Nullable Object region(String text, String otherwise, List<Refusal> refusals) {
    if (isLabel(text)) {
      return text;
    }
    return refuse(
        SettingValue.quote(text) + " is not a region",
        "use a region's code such as eu-west-1" + otherwise,
        refusals);
  }

  /** Reads one of two words. */
  private static @Nullable Object choice(
      String text, String yes, String no, String otherwise, String fix, List<Refusal> refusals) {
    if (text.equalsIgnoreCase(yes)) {
      return true;
    }
    if (text.equalsIgnoreCase(no)) {
      return false;
    }
    return refuse(SettingValue.quote(text) + " " + otherwise, fix, refusals);
  }

  private static @Nullable Object isOn(String text, List<Refusal> refusals) {
    boolean isOn = ON.contains(SettingValue.lowerCase(text));
    if (isOn || OFF.contains(SettingValue.lowerCase(text))) {
      return isOn;
    }
    return refuse(SettingValue.quote(text) + " is not a boolean", "use true or false", refusals);
  }

  /** Reads seconds, or takes a duration as it is; STS gets its whole seconds. */
  private static @Nullable Object duration(Object found, List<Refusal> refusals) {
    Duration duration = found instanceof Duration given ? given : seconds(found.toString());
    if (duration != null
        && duration.compareTo(Duration.ofMinutes(15)) >= 0
        && duration.compareTo(Duration.ofHours(12)) <= 0) {
      return duration;
    }
    return refuse(
        SettingValue.quote(found.toString()) + " is not a session duration",
        "use 900 to 43200 seconds, no more than the role's own maximum",
        refusals);
  }

  private static @Nullable Duration seconds(String text) {
    return text.length() <= 6 && AsciiText.isDigits(text, 0, text.length())
        ? Duration.ofSeconds(Integer.parseInt(text))
        : null;
  }

  private static @Nullable Object policy(String text, List<Refusal> refusals) {
    if (text.isEmpty()) {
      return refuse("is blank", "give it a value", refusals);
    }
    boolean valid = text.length() <= 2048;
    for (int i = 0; i < text.length() && valid; i++) {
      char c = text.charAt(i);
      valid = c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c <= '\u00ff');
    }
    if (valid) {
      return text;
    }
    return refuse(
        "has " + text.length() + " characters, or some that STS does not accept",
        "use a JSON document of 1 to 2048 characters of Latin-1",
        refusals);
  }

  private static @Nullable Object policyArns(List<?> arns, List<Refusal> refusals) {
    if (arns.isEmpty() || arns.size() > 10) {
      return refuse("are " + arns.size(), "give 1 to 10", refusals);
    }
    int before = refusals.size();
    for (Object each : arns) {
      String arn = each.toString();
      if (arn.length() < 20 || arn.length() > 2048 || !arn.startsWith("arn:")) {
        refusals.add(
            new Refusal(
                SettingValue.quote(arn) + " is not the ARN of a policy",
                "use arn:aws:iam::<account>:policy/<name>"));
      }
    }
    return refusals.size() == before ? arns : null;
  }

  private static @Nullable Object relativeUri(String path, List<Refusal> refusals) {
    if (isPath(path)) {
      return path;
    }
    return refuse(
        "its value (not shown) is not a path",
        "begin it with one /, such as /v2/credentials/<id>; for a URI with a host use"
            + " AWS_CONTAINER_CREDENTIALS_FULL_URI",
        refusals);
  }

  private static @Nullable Object token(String text, List<Refusal> refusals) {
    try {
      return new IdentityToken(text);
    } catch (IllegalArgumentException e) {
      return refuse(
          "has " + text.length() + " characters, or some that a header may not contain (not shown)",
          "use at most 20,000 ASCII characters on one line",
          refusals);
    }
  }

  private static @Nullable Object port(String text, List<Refusal> refusals) {
    int port = HttpUrl.port(text);
    if (port < 0) {
      return refuse(SettingValue.quote(text) + " is not a port", "use 1 to 65535", refusals);
    }
    return port;
  }

  /** Returns a constant as texts have it: its name in lower case, with dashes. */
  static String word(Enum<?> constant) {
    return SettingValue.lowerCase(constant.name()).replace('_', '-');
  }

  /** Reads one of some constants by its {@link #word}. */
  private static @Nullable Object oneOf(
      List<? extends Enum<?>> all, Object found, List<Refusal> refusals) {
    String letters = letters(found.toString());
    List<String> names = new ArrayList<>();
    for (Enum<?> constant : all) {
      if (found == constant || letters.equalsIgnoreCase(letters(constant.name()))) {
        return constant;
      }
      names.add(word(constant));
    }
    return refuse(
        SettingValue.quote(found.toString()) + " is not one of " + String.join(", ", names),
        "use " + String.join(" or ", names),
        refusals);
  }

  /** Spring Boot compares constants so: web-identity, WEB_IDENTITY and WebIdentity are the same. */
  private static String letters(String name) {
    return name.replace("-", "").replace("_", "");
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
  private static @Nullable URI allowed(HttpUrl kind, String text, List<Refusal> refusals) {
    URI uri = kind.parse(text, refusals);
    if (uri == null || !ConnectionFactory.isPlain(uri)) {
      return uri;
    }
    InetAddress address = ContainerHosts.literal(uri.getHost());
    return address == null || ContainerHosts.isAllowed(address)
        ? uri
        : kind.refuse(
            text,
            refusals,
            "is plain http to a host beyond this node: the token and the credentials would be sent"
                + " in clear text",
            "use " + ContainerHosts.ALLOWED);
  }
}
