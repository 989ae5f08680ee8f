package dev.irsa.internal.adapter;

import java.util.List;
import java.util.Locale;

/** The keys of {@link ProviderSettings}, and which others are like one of them. */
final class SettingKey {

  static final String ROLE_ARN = "role-arn";
  static final String WEB_IDENTITY_TOKEN_FILE = "web-identity-token-file";
  static final String ROLE_SESSION_NAME = "role-session-name";
  static final String REGION = "region";
  static final String DURATION_SECONDS = "duration-seconds";

  private static final List<String> KNOWN =
      List.of(ROLE_ARN, WEB_IDENTITY_TOKEN_FILE, ROLE_SESSION_NAME, REGION, DURATION_SECONDS);

  private SettingKey() {}

  static boolean isKnown(String key) {
    return KNOWN.contains(key);
  }

  static String known() {
    return String.join(", ", KNOWN);
  }

  /**
   * Returns whether nothing but a known key can be meant: the same but for case, {@code -}, {@code
   * _} and {@code .}, and at most one slip, a letter more, less or another, or two that changed
   * places.
   */
  static boolean isLikeAKnownOne(String key) {
    String plain = plain(key);
    return KNOWN.stream().anyMatch(known -> isOneSlipFrom(plain, plain(known)));
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
  }

  private static boolean isOneSlipFrom(String found, String meant) {
    int shorter = Math.min(found.length(), meant.length());
    int same = 0;
    while (same < shorter && found.charAt(same) == meant.charAt(same)) {
      same++;
    }
    int sameAtEnd = 0;
    while (sameAtEnd < shorter - same
        && found.charAt(found.length() - 1 - sameAtEnd)
            == meant.charAt(meant.length() - 1 - sameAtEnd)) {
      sameAtEnd++;
    }
    String restFound = found.substring(same, found.length() - sameAtEnd);
    String restMeant = meant.substring(same, meant.length() - sameAtEnd);
    return (restFound.length() <= 1 && restMeant.length() <= 1)
        || (restFound.length() == 2
            && restFound.equals(new StringBuilder(restMeant).reverse().toString()));
  }
}
