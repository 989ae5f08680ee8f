package dev.irsa.integration;

import dev.irsa.IrsaStatus;

/** A provider for either SDK. */
interface Provider extends AutoCloseable {

  String accessKeyId();

  void refresh();

  IrsaStatus status();

  /** Returns an SDK client that signs with this provider. */
  Client client(World world);

  @Override
  void close();
}
