package dev.irsa.integration.clients;

/** The two generations of AWS SDK for Java, with their own providers. */
enum Generation {
  V1("aws-java-sdk-sts-"),
  V2("sts-");

  private final String stsJar;

  Generation(String stsJar) {
    this.stsJar = stsJar;
  }

  /** Returns the prefix of the name of the SDK's STS jar. */
  String stsJar() {
    return stsJar;
  }
}
