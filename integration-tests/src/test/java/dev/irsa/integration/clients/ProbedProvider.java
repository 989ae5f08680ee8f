package dev.irsa.integration.clients;

/** A provider of an SDK. */
interface ProbedProvider {

  /** Asks for credentials, on the calling thread. */
  String accessKeyId();

  /** Asks for credentials in the way that promises not to block, where there is one. */
  Runnable resolve();

  /** Whether it can be closed at all. */
  boolean isCloseable();

  void close();
}
