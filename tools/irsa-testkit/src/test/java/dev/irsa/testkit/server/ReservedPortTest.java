package dev.irsa.testkit.server;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ReservedPortTest {

  /** The system itself would share it among all sockets of this user that agree to that. */
  @Test
  void aPortThatAnotherServerListensAtCannotBeReserved() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ReservedPort first = ReservedPort.of(loopback, 0);
        var listening = first.listen()) {
      assertThrows(
          IOException.class, () -> ReservedPort.of(loopback, listening.getLocalPort()).close());
    }
  }
}
