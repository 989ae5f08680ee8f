package dev.irsa.sts;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection without TLS that the JDK's https client takes. Its http client would open sockets of
 * its own, which nobody else can close while it reads; so plain http, which configuration allows on
 * loopback and in test networks, goes the same way as https, with the same bounds.
 */
final class PlainSocket extends SSLSocket {

  private static final String[] NOTHING = {};

  private final CallState state;

  PlainSocket(CallState state) {
    this.state = state;
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    state.connecting();
    super.connect(endpoint, timeout);
    state.connected();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new BoundedInput(super.getInputStream(), this, state.deadline());
  }

  @Override
  public void startHandshake() {
    // There is none.
  }

  @Override
  public SSLParameters getSSLParameters() {
    SSLParameters parameters = new SSLParameters();
    // Says that the host was checked, so that no process-wide verifier is asked.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return parameters;
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {}

  @Override
  @SuppressWarnings("NullAway") // There is no session; the JDK's client passes it on unread.
  public @Nullable SSLSession getSession() {
    return null;
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return NOTHING.clone();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return NOTHING.clone();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {}

  @Override
  public String[] getSupportedProtocols() {
    return NOTHING.clone();
  }

  @Override
  public String[] getEnabledProtocols() {
    return NOTHING.clone();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {}

  @Override
  public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {}

  @Override
  public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {}

  @Override
  public void setUseClientMode(boolean mode) {}

  @Override
  public boolean getUseClientMode() {
    return true;
  }

  @Override
  public void setNeedClientAuth(boolean need) {}

  @Override
  public boolean getNeedClientAuth() {
    return false;
  }

  @Override
  public void setWantClientAuth(boolean want) {}

  @Override
  public boolean getWantClientAuth() {
    return false;
  }

  @Override
  public void setEnableSessionCreation(boolean flag) {}

  @Override
  public boolean getEnableSessionCreation() {
    return false;
  }
}
