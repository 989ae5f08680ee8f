package dev.irsa.sts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens the one connection of a call and lets the call know it. The JDK asks first for a socket
 * without connection; what it gets back it connects, and asks for TLS upon it.
 */
final class CallSockets extends SSLSocketFactory {

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final @Nullable SSLSocketFactory tls;
  private final CallState state;

  /**
   * @param tls makes TLS of a connection, or null for plain http
   */
  CallSockets(@Nullable SSLSocketFactory tls, CallState state) {
    this.tls = tls;
    this.state = state;
  }

  @Override
  public Socket createSocket() throws IOException {
    return state.capture(tls == null ? new PlainSocket(state) : new BoundedSocket(state));
  }

  @Override
  public Socket createSocket(Socket connection, String host, int port, boolean autoClose)
      throws IOException {
    if (tls == null) {
      throw new IOException("plain http does not go through a proxy's tunnel");
    }
    // Through a proxy the JDK opened the connection itself and gives it here for the first time.
    state.capture(connection);
    state.connected();
    connection.setSoTimeout(state.deadline().remainingMillis());
    SSLSocket socket = (SSLSocket) tls.createSocket(connection, host, port, autoClose);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(PROTOCOLS);
    socket.setSSLParameters(parameters);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw unused();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    throw unused();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw unused();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    throw unused();
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls == null ? new String[0] : tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls == null ? new String[0] : tls.getSupportedCipherSuites();
  }

  private static IOException unused() {
    return new IOException("this client connects its sockets itself");
  }
}
