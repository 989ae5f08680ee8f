package dev.irsa;

import dev.irsa.credentials.CredentialsException;

/** A process that asks for credentials and prints why it gets none. Run by a test. */
final class WithoutIpv6 {

  private WithoutIpv6() {}

  public static void main(String[] arguments) {
    try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment()) {
      System.out.println(irsa.credentials());
    } catch (CredentialsException failure) {
      System.out.println(failure.failureKind() + " " + failure.attempts() + " attempts");
      System.out.println(failure.getMessage());
    }
  }
}
