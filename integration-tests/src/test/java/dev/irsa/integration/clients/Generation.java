package dev.irsa.integration.clients;

/** The two generations of AWS SDK for Java, by their own providers. */
enum Generation {
  V1("aws-java-sdk-sts-"),
  V2("sts-");

  private final String stsJar;

  Generation(String stsJar) {
    this.stsJar = stsJar;
  }

  /** How the jar of the SDK's module for STS is named. */
  String stsJar() {
    return stsJar;
  }
}
