package dev.irsa.testkit.iam;

import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Makes identifiers shaped like AWS's: prefix and length tell what a thing is (IAM user guide,
 * "Unique identifiers"). Thread-safe if the generator is.
 */
public final class UniqueIds {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /** Without vowels and what looks like one, as in Kubernetes. */
  private static final String GENERATED_NAMES = "bcdfghjklmnpqrstvwxz2456789";

  private final RandomGenerator random;

  /** Draws from the given generator. */
  public UniqueIds(RandomGenerator random) {
    this.random = random;
  }

  /** {@code AROA} and 17 characters. */
  public String roleId() {
    return "AROA" + text(BASE32, 17);
  }

  /** {@code ASIA} and 16 characters: a temporary access key. */
  public String temporaryAccessKeyId() {
    return "ASIA" + text(BASE32, 16);
  }

  /** {@code AKIA} and 16 characters: a user's long-term access key. */
  public String longTermAccessKeyId() {
    return "AKIA" + text(BASE32, 16);
  }

  /** {@code AIDA} and 17 characters: a user. */
  public String userId() {
    return "AIDA" + text(BASE32, 17);
  }

  /** 40 characters, as secret access keys are. */
  public String secretAccessKey() {
    return Base64.getEncoder().encodeToString(bytes(30));
  }

  /** An opaque session token of a size that real ones have. */
  public String sessionToken() {
    return "IQoJb3JpZ2luX2Vj" + Base64.getEncoder().encodeToString(bytes(480));
  }

  /** The tail that CloudFormation appends to the names it makes: 12 alphanumeric characters. */
  public String stackSuffix() {
    return text(ALPHANUMERIC, 12);
  }

  /** The tail that Kubernetes appends to generated names: five lower case characters. */
  public String podSuffix() {
    return text(GENERATED_NAMES, 5);
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
