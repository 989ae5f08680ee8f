package dev.irsa.integration.clients;

/** A provider of an SDK. */
interface ProbedProvider {

  /** Gets credentials on the calling thread. */
  String accessKeyId();

  /** Gets credentials with the call that promises not to block, if the SDK has one. */
  Runnable resolve();

  /** Returns whether the provider can be closed. */
  boolean isCloseable();

  void close();
}
