package dev.irsa.testkit.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Function;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Chooses the server's certificate by the host name that the client requests (SNI, RFC 6066). */
final class LabKeyManager extends X509ExtendedKeyManager {

  private static final String KEY_TYPE = "EC";

  private final Function<String, ServerCertificate> certificates;
  private final String hostWithoutSni;

  /**
   * Creates a key manager.
   *
   * @param certificates certificates by host name, which is also the alias
   * @param hostWithoutSni the host assumed for a client that does not send a name
   */
  LabKeyManager(Function<String, ServerCertificate> certificates, String hostWithoutSni) {
    this.certificates = certificates;
    this.hostWithoutSni = hostWithoutSni;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return alias(keyType, engine.getHandshakeSession());
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return alias(keyType, socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return certificates.apply(alias).chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return certificates.apply(alias).key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return keyType.equals(KEY_TYPE) ? new String[] {hostWithoutSni} : null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  private @Nullable String alias(String keyType, @Nullable SSLSession session) {
    return keyType.equals(KEY_TYPE) ? requestedHost(session) : null;
  }

  private String requestedHost(@Nullable SSLSession session) {
    if (session instanceof ExtendedSSLSession extended) {
      for (var name : extended.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return host.getAsciiName();
        }
      }
    }
    return hostWithoutSni;
  }
}
