package dev.irsa.integration;

import java.util.function.Supplier;

/**
 * A client of either SDK.
 *
 * @param ask returns the caller's ARN from STS
 * @param end closes the client
 */
record Client(Supplier<String> ask, Runnable end) implements AutoCloseable {
  String callerArn() {
    return ask.get();
  }

  @Override
  public void close() {
    end.run();
  }
}
