package dev.irsa.internal.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS upon a connection: the versions of today, and the host's name checked in the handshake. */
final class TlsHandshake {

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private TlsHandshake() {}

  /**
   * Shakes hands.
   *
   * @param host a name, or an address without brackets
   */
  static Socket over(Socket connection, SSLSocketFactory sockets, String host, int port)
      throws IOException {
    // The connection is closed by its call, not by this socket, whose end could wait for the peer.
    SSLSocket socket = (SSLSocket) sockets.createSocket(connection, host, port, false);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(PROTOCOLS);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /**
   * Has the next connection check the certificate anew. Resuming would save little once an hour,
   * and in the JDK each resumed session of TLS 1.3 holds on to the one before.
   */
  static void forgetSession(Socket connection) {
    if (connection instanceof SSLSocket socket) {
      socket.getSession().invalidate();
    }
  }
}
