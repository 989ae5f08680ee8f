package dev.irsa.policy;

import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Generates identifiers in AWS's formats, whose prefix and length show the kind of resource (IAM
 * user guide, "Unique identifiers"). Thread-safe if the random generator is.
 */
public final class UniqueIds {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private static final String LOWER_ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789";

  /** Letters and digits without vowels and lookalikes, as in Kubernetes. */
  private static final String GENERATED_NAMES = "bcdfghjklmnpqrstvwxz2456789";

  private final RandomGenerator random;

  /** Creates a generator of ids from the given random generator. */
  public UniqueIds(RandomGenerator random) {
    this.random = random;
  }

  /** Returns a role id: {@code AROA} and 17 characters. */
  public String roleId() {
    return "AROA" + text(BASE32, 17);
  }

  /** Returns the id of a temporary access key: {@code ASIA} and 16 characters. */
  public String temporaryAccessKeyId() {
    return "ASIA" + text(BASE32, 16);
  }

  /** Returns the id of a user's long-term access key: {@code AKIA} and 16 characters. */
  public String longTermAccessKeyId() {
    return "AKIA" + text(BASE32, 16);
  }

  /** Returns a user id: {@code AIDA} and 17 characters. */
  public String userId() {
    return "AIDA" + text(BASE32, 17);
  }

  /** Returns a secret access key: 40 characters. */
  public String secretAccessKey() {
    return Base64.getEncoder().encodeToString(bytes(30));
  }

  /** Returns an opaque session token of a realistic size. */
  public String sessionToken() {
    return "IQoJb3JpZ2luX2Vj" + Base64.getEncoder().encodeToString(bytes(480));
  }

  /**
   * Returns the suffix that CloudFormation appends to generated names: 12 alphanumeric characters.
   */
  public String stackSuffix() {
    return text(ALPHANUMERIC, 12);
  }

  /** Returns the suffix that Kubernetes appends to generated names: five lower case characters. */
  public String podSuffix() {
    return text(GENERATED_NAMES, 5);
  }

  /** Returns the id of an EKS Pod Identity association: {@code a-} and 17 characters. */
  public String associationId() {
    return "a-" + text(LOWER_ALPHANUMERIC, 17);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
