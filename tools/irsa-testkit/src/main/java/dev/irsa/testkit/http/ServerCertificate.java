package dev.irsa.testkit.http;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A server's private key and its certificate chain, leaf first. */
record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {

  ServerCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("chain: expected at least one certificate");
    }
  }

  @Override
  public String toString() {
    return "ServerCertificate[key=***, subjectAlternativeNames of serial "
        + chain.get(0).getSerialNumber()
        + "]";
  }
}
