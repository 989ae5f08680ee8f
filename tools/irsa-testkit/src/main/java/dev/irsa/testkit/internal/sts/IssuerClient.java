package dev.irsa.testkit.internal.sts;

import java.io.IOException;
import java.net.URI;

/** Fetches documents from identity providers for STS. */
public interface IssuerClient {
  /**
   * Fetches a document over HTTPS.
   *
   * @throws java.io.InterruptedIOException if the response does not arrive in time
   * @throws IOException if the request fails, or the status of the response is not 200
   */
  String get(URI uri) throws IOException;
}
