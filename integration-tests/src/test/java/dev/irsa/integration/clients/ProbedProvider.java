package dev.irsa.integration.clients;

/** A provider of an SDK. */
interface ProbedProvider {

  /** Creates one that the environment configures, by the name that {@link ProbeMain} reads. */
  static ProbedProvider of(Generation sdk, String kind) {
    return sdk == Generation.V2 ? ProbedV2.of(kind) : ProbedV1.of(kind);
  }

  /** Gets credentials on the calling thread. */
  String accessKeyId();

  void close();
}
