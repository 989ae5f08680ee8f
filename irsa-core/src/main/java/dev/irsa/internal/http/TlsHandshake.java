package dev.irsa.internal.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Adds TLS to a connection: current versions only, with verification of the host name. */
final class TlsHandshake {

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private TlsHandshake() {}

  /**
   * Performs the handshake and returns the TLS socket.
   *
   * @param host a name, or an address without brackets
   */
  static Socket over(Socket connection, SSLSocketFactory sockets, String host, int port)
      throws IOException {
    // The call closes the connection, not this socket, whose close could wait for the peer.
    SSLSocket socket = (SSLSocket) sockets.createSocket(connection, host, port, false);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(PROTOCOLS);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** Invalidates the TLS session of a connection, so that no other connection resumes it. */
  static void forgetSession(Socket connection) {
    if (connection instanceof SSLSocket socket) {
      socket.getSession().invalidate();
    }
  }
}
