package dev.irsa.integration.clients;

/** A provider that is measured beside others. */
enum MeasuredProvider {
  SDK_V2("SDK 2.x, `ContainerCredentialsProvider`", Generation.V2, "container"),
  SDK_V2_CHAIN("SDK 2.x, default chain", Generation.V2, "chain"),
  SDK_V1_CHAIN("SDK 1.x, default chain", Generation.V1, "chain"),
  IRSA_V2("irsa, SDK 2.x", Generation.V2, "ours"),
  IRSA_V1("irsa, SDK 1.x", Generation.V1, "ours");

  private final String label;
  private final Generation sdk;
  private final String kind;

  MeasuredProvider(String label, Generation sdk, String kind) {
    this.label = label;
    this.sdk = sdk;
    this.kind = kind;
  }

  Generation sdk() {
    return sdk;
  }

  /** Returns the {@link Probe}'s command that creates one. */
  String make() {
    return "make " + kind;
  }

  boolean isOurs() {
    return kind.equals("ours");
  }

  /** Returns the name in documents. */
  @Override
  public String toString() {
    return label;
  }
}
