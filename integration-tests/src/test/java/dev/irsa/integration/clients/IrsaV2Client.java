package dev.irsa.integration.clients;

import dev.irsa.sdk.v2.IrsaCredentialsProviderChain;

/** AWS SDK for Java 2.x with our chain. Each argument is an {@link Operation}. */
final class IrsaV2Client {

  private IrsaV2Client() {}

  public static void main(String[] operations) {
    JavaV2Client.run(IrsaCredentialsProviderChain.create(), operations);
  }
}
