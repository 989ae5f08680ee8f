package dev.irsa.testkit.sts;

import java.io.IOException;
import java.net.URI;

/** How STS reaches an identity provider over the network. */
public interface IssuerClient {
  /**
   * Gets a document over HTTPS.
   *
   * @throws java.io.InterruptedIOException if there is no answer in time
   * @throws IOException if there is none, or its status is not 200
   */
  String get(URI uri) throws IOException;
}
