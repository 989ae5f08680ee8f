package dev.irsa.internal.config;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.internal.config.Setting.Parser;
import dev.irsa.internal.config.Setting.Report;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.identity.ContainerHosts;
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
 * How the values of settings are read: from a text to a value, or to a problem. Classes, since the
 * first lambda expression of a process costs ten milliseconds on the way to its first credentials.
 */
final class Parsers {

  static final Parser<RoleArn> ROLE_ARN =
      new Parser<>() {
        @Override
        public @Nullable RoleArn parse(Object found, Report report) {
          try {
            return RoleArn.parse(found.toString(), false);
          } catch (IllegalArgumentException e) {
            report.problem(Value.quote(found.toString()) + " " + e.getMessage(), RoleArn.EXAMPLE);
            return null;
          }
        }
      };

  static final Parser<Path> PATH =
      new Parser<>() {
        @Override
        public @Nullable Path parse(Object found, Report report) {
          String text = found.toString();
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
      };

  static final Parser<String> SESSION_NAME = new Name("a session name", ", or leave it out");

  static final Parser<String> REGION =
      new Parser<>() {
        @Override
        public @Nullable String parse(Object found, Report report) {
          String region = found.toString();
          if (isLabel(region)) {
            return region;
          }
          report.problem(
              Value.quote(region) + " is not a region", "use a region's code such as eu-west-1");
          return null;
        }
      };

  static final Parser<Boolean> FLAG =
      new Choice("true", "false", "is not a boolean", "use true or false");

  static final Parser<Boolean> LEGACY =
      new Choice(
          "legacy", "regional", "is neither regional nor legacy", "use regional, or remove it");

  static final Parser<Duration> SECONDS =
      new Parser<>() {
        @Override
        public @Nullable Duration parse(Object found, Report report) {
          String text = found.toString();
          int seconds =
              text.length() <= 6 && Value.isDigits(text, 0, text.length())
                  ? Integer.parseInt(text)
                  : -1;
          if (seconds >= 900 && seconds <= 43_200) {
            return Duration.ofSeconds(seconds);
          }
          report.problem(
              Value.quote(text) + " is not a session duration",
              "use 900 to 43200 seconds, no more than the role's own maximum");
          return null;
        }
      };

  static final Parser<String> POLICY =
      new Parser<>() {
        @Override
        public @Nullable String parse(Object found, Report report) {
          String text = found.toString().strip();
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
      };

  static final Parser<List<String>> POLICY_ARNS =
      new Parser<>() {
        @Override
        @SuppressWarnings("unchecked") // Only such a list is given.
        public @Nullable List<String> parse(Object found, Report report) {
          List<String> arns = (List<String>) found;
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
      };

  static final Parser<String> EXTERNAL_ID =
      new Parser<>() {
        @Override
        public @Nullable String parse(Object found, Report report) {
          return SessionTags.externalId(found.toString(), report);
        }
      };

  static final Parser<String> SOURCE_IDENTITY = new Name("a source identity", "");

  static final Parser<Map<String, String>> SESSION_TAGS =
      new Parser<>() {
        @Override
        @SuppressWarnings("unchecked") // Only such a map is given.
        public Map<String, String> parse(Object found, Report report) {
          return SessionTags.tags((Map<String, String>) found, report);
        }
      };

  static final Parser<IdentitySource> IDENTITY_SOURCE =
      new OneOf<>(List.of(IdentitySource.WEB_IDENTITY, IdentitySource.CONTAINER));

  static final Parser<GuardMode> GUARD = new OneOf<>(List.of(GuardMode.values()));

  static final Parser<List<String>> NAMES =
      new Parser<>() {
        @Override
        public List<String> parse(Object found, Report report) {
          List<String> names = new ArrayList<>();
          for (String name : found.toString().split(",", -1)) {
            if (!name.isBlank()) {
              names.add(name.strip());
            }
          }
          return names;
        }
      };

  static final Parser<URI> STS_ENDPOINT =
      new Parser<>() {
        @Override
        public @Nullable URI parse(Object found, Report report) {
          return HttpUrl.STS.parse(found.toString(), report);
        }
      };

  static final Parser<URI> CONTAINER_URI =
      new Parser<>() {
        @Override
        public @Nullable URI parse(Object found, Report report) {
          return allowed(HttpUrl.CONTAINER, found.toString(), report);
        }
      };

  static final Parser<URI> SERVICE_ENDPOINT =
      new Parser<>() {
        @Override
        public @Nullable URI parse(Object found, Report report) {
          return allowed(HttpUrl.SERVICE, found.toString(), report);
        }
      };

  static final Parser<String> RELATIVE_URI =
      new Parser<>() {
        @Override
        public @Nullable String parse(Object found, Report report) {
          String path = found.toString();
          if (isPath(path)) {
            return path;
          }
          report.problem(
              "its value (not shown) is not a path",
              "begin it with one /, such as /v2/credentials/<id>; for a URI with a host use"
                  + " AWS_CONTAINER_CREDENTIALS_FULL_URI");
          return null;
        }
      };

  static final Parser<IdentityToken> TOKEN =
      new Parser<>() {
        @Override
        public @Nullable IdentityToken parse(Object found, Report report) {
          try {
            return new IdentityToken(found.toString());
          } catch (IllegalArgumentException e) {
            report.problem(
                "has "
                    + found.toString().length()
                    + " characters, or some that a header may not contain (not shown)",
                "use at most 20,000 ASCII characters on one line");
            return null;
          }
        }
      };

  static final Parser<HttpProxy> PROXY =
      new Parser<>() {
        @Override
        public @Nullable HttpProxy parse(Object found, Report report) {
          return found instanceof InetSocketAddress address
              ? HttpProxy.at(address, Given.BUILDER)
              : ProxyRule.parse(found.toString(), report);
        }
      };

  static final Parser<Integer> PORT =
      new Parser<>() {
        @Override
        public @Nullable Integer parse(Object found, Report report) {
          int port = HttpUrl.port(found.toString());
          if (port < 0) {
            report.problem(Value.quote(found.toString()) + " is not a port", "use 1 to 65535");
          }
          return port < 0 ? null : Integer.valueOf(port);
        }
      };

  private Parsers() {}

  /** A text of the characters of a role session name. */
  private record Name(String what, String otherwise) implements Parser<String> {

    @Override
    public @Nullable String parse(Object found, Report report) {
      String name = found.toString();
      if (WebIdentity.isSessionName(name)) {
        return name;
      }
      report.problem(
          Value.quote(name) + " is not " + what,
          "use 2 to 64 of the characters A-Z a-z 0-9 _ + = , . @ -" + otherwise);
      return null;
    }
  }

  /** One of two words. */
  private record Choice(String yes, String no, String otherwise, String fix)
      implements Parser<Boolean> {

    @Override
    public @Nullable Boolean parse(Object found, Report report) {
      String text = found.toString();
      if (text.equalsIgnoreCase(yes)) {
        return true;
      }
      if (text.equalsIgnoreCase(no)) {
        return false;
      }
      report.problem(Value.quote(text) + " " + otherwise, fix);
      return null;
    }
  }

  /** Returns a constant as texts have it: its name in lower case, with dashes. */
  static String word(Enum<?> constant) {
    return Value.lowerCase(constant.name()).replace('_', '-');
  }

  /** One of several constants, by its {@link #word}. */
  private record OneOf<E extends Enum<E>>(List<E> constants) implements Parser<E> {

    @Override
    public @Nullable E parse(Object found, Report report) {
      List<String> names = new ArrayList<>();
      for (E constant : constants) {
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
