package dev.irsa.testkit.iam;

/** IAM's wildcards: {@code *} stands for any text, {@code ?} for one character. */
final class Wildcard {
  private Wildcard() {}

  static boolean matches(String pattern, String text) {
    int star = -1;
    int resume = 0;
    int p = 0;
    int t = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && sameCharacter(pattern.charAt(p), text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  static boolean isIn(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  private static boolean sameCharacter(char pattern, char text) {
    return pattern == '?' || pattern == text;
  }
}
