package dev.irsa.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that drips, on virtual time. */
class RequestInputTest {

  private static final String HEAD = "GET /credentials HTTP/1.1\r\nHost: 127.0.0.1:80";

  /** A connection on which a byte arrives after each pause. */
  private static final class DrippingSocket extends Socket {
    private final byte[] content;
    private final Duration pause;
    final List<Integer> timeouts = new ArrayList<>();
    private int read;
    private long now;

    DrippingSocket(String text, Duration pause) {
      this.content = text.getBytes(StandardCharsets.US_ASCII);
      this.pause = pause;
    }

    long nanoTime() {
      return now;
    }

    @Override
    public synchronized void setSoTimeout(int millis) {
      timeouts.add(millis);
    }

    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        @Override
        public int read() {
          throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
          if (read == content.length) {
            return -1;
          }
          now += pause.toNanos();
          buffer[offset] = content[read++];
          return 1;
        }
      };
    }
  }

  private static RequestInput input(DrippingSocket socket) throws IOException {
    return new RequestInput(socket, Duration.ofSeconds(2), socket::nanoTime);
  }

  @Test
  void theHeadIsWhatComesBeforeTheEmptyLine() throws Exception {
    try (DrippingSocket socket = new DrippingSocket(HEAD + "\r\n\r\nrest", Duration.ofMillis(1))) {
      assertEquals(HEAD, input(socket).readHead());
    }
  }

  @Test
  void allReadsTogetherAreBounded() throws Exception {
    try (DrippingSocket socket = new DrippingSocket(HEAD + "\r\n\r\n", Duration.ofMillis(100))) {
      RequestInput input = input(socket);

      RefusedException refused = assertThrows(RefusedException.class, input::readHead);

      assertEquals(408, refused.reply().status());
      assertEquals(20, socket.timeouts.size());
      assertEquals(2000, socket.timeouts.get(0));
      assertEquals(100, socket.timeouts.get(19));
    }
  }

  @Test
  void anEndWithinTheHeadIsAFailure() throws Exception {
    try (DrippingSocket socket = new DrippingSocket(HEAD, Duration.ofMillis(1))) {
      RequestInput input = input(socket);

      assertThrows(IOException.class, input::readHead);
    }
  }

  @Test
  void drainingIsBoundedAsWell() throws Exception {
    try (DrippingSocket socket = new DrippingSocket("x".repeat(10_000), Duration.ofMillis(100))) {
      input(socket).drain();

      assertTrue(socket.timeouts.size() <= 20, socket.timeouts::toString);
    }
  }
}
