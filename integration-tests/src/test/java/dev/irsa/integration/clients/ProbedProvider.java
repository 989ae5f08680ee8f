package dev.irsa.integration.clients;

/** A provider of an SDK. */
interface ProbedProvider {

  /** Gets credentials on the calling thread. */
  String accessKeyId();

  void close();
}
