package dev.irsa.internal.config;

import dev.irsa.internal.text.AsciiText;
import org.jspecify.annotations.Nullable;

/**
 * The ARN of an IAM role, {@code arn:partition:iam::account:role/path/name}. Immutable.
 *
 * <p>Grammar: AWS STS API reference, AssumeRoleWithWebIdentity; IAM user guide, "IAM identifiers".
 *
 * @param text the whole ARN
 * @param partition the partition, such as {@code aws}
 * @param account the account id; empty for STS implementations without accounts
 */
public record RoleArn(String text, String partition, String account) {

  /** A correct ARN, for messages. */
  static final String EXAMPLE = "use arn:aws:iam::<12-digit account>:role/<name>";

  private static final int MIN_LENGTH = 20;
  private static final int MAX_LENGTH = 2048;

  /**
   * Parses an ARN.
   *
   * @param text the ARN
   * @param isAws whether it must be an ARN of AWS itself; other implementations (Ceph, MinIO) leave
   *     the account empty or use names
   * @throws IllegalArgumentException if it is not a valid role ARN; the message states the reason
   */
  public static RoleArn parse(String text, boolean isAws) {
    if (text.length() < MIN_LENGTH || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("has " + text.length() + " characters, not 20 to 2048");
    }
    String[] parts = new String[6];
    int from = 0;
    for (int i = 0; i < 5; i++) {
      int colon = text.indexOf(':', from);
      if (colon < 0) {
        throw new IllegalArgumentException("is not an ARN: it has fewer than six parts");
      }
      parts[i] = text.substring(from, colon);
      from = colon + 1;
    }
    parts[5] = text.substring(from);
    String problem = problem(parts, isAws);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    return new RoleArn(text, parts[1], parts[4]);
  }

  /** Returns whether it can be an ARN of AWS itself, whose accounts have 12 digits. */
  public boolean isOfAws() {
    return isAccount(account, true);
  }

  /** Returns the name of the role, without its path. */
  public String name() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  // By the text, which determines the rest. Written by hand: the first generated method of a
  // process costs 20 ms, and the key of the first session contains a role.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RoleArn that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  private static @Nullable String problem(String[] parts, boolean isAws) {
    if (!parts[0].equals("arn")) {
      return "is not an ARN: it does not start with \"arn:\"";
    }
    if (!isName(parts[1], "-")) {
      return "has an invalid partition";
    }
    if (!parts[2].equals("iam") || !parts[3].isEmpty()) {
      return "is not an ARN of IAM";
    }
    if (!isAccount(parts[4], isAws)) {
      return "does not contain a 12-digit account";
    }
    if (!parts[5].startsWith("role/")) {
      return "is not the ARN of a role: the account is not followed by \"role/\"";
    }
    return isRoleName(parts[5]) ? null : "does not contain a valid role name after \"role/\"";
  }

  private static boolean isAccount(String account, boolean isAws) {
    if (account.length() == 12 && AsciiText.isDigits(account, 0, 12)) {
      return true;
    }
    return !isAws && (account.isEmpty() || isName(account, "-_$"));
  }

  private static boolean isName(String text, String others) {
    for (int i = 0; i < text.length(); i++) {
      if (!AsciiText.isLetterOrDigitOr(others, text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isRoleName(String resource) {
    int last = resource.lastIndexOf('/');
    for (int i = 0; i < resource.length(); i++) {
      char c = resource.charAt(i);
      boolean allowed = i > last ? RoleSessionName.isValidCharacter(c) : c > ' ' && c <= '~';
      if (!allowed) {
        return false;
      }
    }
    return last < resource.length() - 1;
  }
}
