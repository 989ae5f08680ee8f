package dev.irsa.doctor.internal.pod;

import dev.irsa.internal.text.TokenRedactor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects the secrets that an examination comes across, and masks them in every text that leaves
 * it. The checks do not put secrets into texts in the first place; this is the second line of
 * defence, against servers that echo them. Thread-safe.
 */
public final class Secrets {

  /** Shorter texts are not masked: they are useless to an attacker, and would mask words. */
  private static final int MIN_LENGTH = 8;

  private static final int MAX_LINE = 900;

  private static final List<String> VARIABLES =
      List.of(
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SECRET_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_SECURITY_TOKEN",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN");

  private static final List<String> PROPERTIES =
      List.of(
          "aws.secretAccessKey",
          "aws.secretKey",
          "aws.sessionToken",
          "aws.containerAuthorizationToken");

  private static final List<String> PROXIES =
      List.of("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY");

  /** A secret access key has 40 characters, a session token some hundred. */
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/]{40,}=*");

  private static final int KEY_LENGTH = 40;
  private static final int SHORTEST_TOKEN = 100;

  private static final Pattern JWT = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

  private final Set<String> secrets = ConcurrentHashMap.newKeySet();

  /** Adds a secret. Ignores null and short texts. */
  public void add(@Nullable String secret) {
    if (secret != null && secret.strip().length() >= MIN_LENGTH) {
      secrets.add(secret.strip());
    }
  }

  /** Adds the secrets in the environment of a pod. */
  public void addAllOf(ExaminedPod pod) {
    for (String name : VARIABLES) {
      add(pod.variable(name));
    }
    for (String name : PROPERTIES) {
      add(pod.property(name));
    }
    pod.variables().values().forEach(this::addKeysIn);
    pod.properties()
        .forEach(
            (name, value) -> {
              if (name.startsWith("aws.") || name.startsWith("irsa.")) {
                addKeysIn(value);
              }
            });
    for (String name : PROXIES) {
      String url = pod.variable(name);
      int at = url == null ? -1 : url.lastIndexOf('@');
      if (url != null && at >= 0) {
        String userInfo = url.substring(Math.max(0, url.indexOf("//") + 2), at);
        add(userInfo);
        add(userInfo.substring(userInfo.indexOf(':') + 1));
      }
    }
  }

  /** Adds what looks like a key or a token: people put them into the wrong variables, too. */
  private void addKeysIn(String value) {
    RUN.matcher(value)
        .results()
        .map(run -> run.group().replaceFirst("^/", ""))
        .filter(run -> run.length() == KEY_LENGTH || run.length() >= SHORTEST_TOKEN)
        .filter(Secrets::isMixed)
        .forEach(this::add);
    JWT.matcher(value).results().map(MatchResult::group).forEach(this::add);
  }

  private static boolean isMixed(String text) {
    return text.chars().anyMatch(Character::isDigit)
        && text.chars().anyMatch(Character::isLowerCase)
        && text.chars().anyMatch(Character::isUpperCase);
  }

  /** Returns a text with all secrets, their facts and everything that looks like a JWT masked. */
  public String mask(String text) {
    String all = String.join("\n", secrets);
    return Stream.of(text.split("\n", -1))
        .map(line -> maskLine(line, all))
        .collect(Collectors.joining("\n"));
  }

  private static String maskLine(String line, String all) {
    StringBuilder masked = new StringBuilder();
    for (int from = 0; from < line.length(); from += MAX_LINE) {
      int end = Math.min(line.length(), from + MAX_LINE);
      masked.append(TokenRedactor.mask(line.substring(from, end), all));
    }
    return masked.toString();
  }

  /** Returns the number of secrets, not the secrets. */
  @Override
  public String toString() {
    return "Secrets[" + secrets.size() + "]";
  }
}
