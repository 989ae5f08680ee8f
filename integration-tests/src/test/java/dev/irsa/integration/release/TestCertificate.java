package dev.irsa.integration.release;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key of a server on 127.0.0.1 with its own certificate.
 *
 * @param folder where the stores of keys are
 * @param keys the key and the certificate
 */
record TestCertificate(Path folder, KeyStore keys) {

  private static final String PASSWORD = "changeit";
  private static final String NAME = "server";
  private static final Pattern TRUST_STORE = Pattern.compile("(trustStore=)(\\S+)");

  static TestCertificate create(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = folder.resolve("server.p12");
    String unused =
        LocalRepository.run(
            folder,
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                NAME,
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
    return new TestCertificate(folder, KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
  }

  /** Returns what a server presents. */
  SSLContext server() throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  /** Returns the options of a JVM that trusts this certificate beside those in its trust store. */
  String trusted(String options) {
    Matcher store = TRUST_STORE.matcher(options);
    if (!store.find()) {
      throw new AssertionError("no trust store in " + options);
    }
    Path extended = folder.resolve("trusted.p12");
    try (OutputStream out = Files.newOutputStream(extended)) {
      KeyStore trusted =
          KeyStore.getInstance(Path.of(store.group(2)).toFile(), PASSWORD.toCharArray());
      trusted.setCertificateEntry(NAME, keys.getCertificate(NAME));
      trusted.store(out, PASSWORD.toCharArray());
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    return store.replaceFirst("$1" + Matcher.quoteReplacement(extended.toString()));
  }
}
