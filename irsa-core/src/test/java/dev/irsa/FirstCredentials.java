package dev.irsa;

/** A process that does nothing but fetch its first credentials; run by a test. */
final class FirstCredentials {

  private FirstCredentials() {}

  public static void main(String[] arguments) {
    System.out.println(
        "expires " + IrsaCredentials.fromEnvironment().credentials().expiration().getEpochSecond());
  }
}
