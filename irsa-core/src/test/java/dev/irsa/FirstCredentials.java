package dev.irsa;

/** A process that only fetches its first credentials. Run by a test. */
final class FirstCredentials {

  private FirstCredentials() {}

  public static void main(String[] arguments) {
    System.out.println(
        "expires " + IrsaCredentials.fromEnvironment().credentials().expiration().getEpochSecond());
  }
}
