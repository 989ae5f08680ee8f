package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.doctor.report.Check;
import dev.irsa.doctor.report.Verdict;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.PodSystemProperties;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** An application that examines itself. Its settings are system properties here. */
@ExtendWith(IrsaLabExtension.class)
@PodSystemProperties
@Isolated
class InThisJvmTest {

  private static final String TTL = "networkaddress.cache.ttl";

  private String ttl;

  @BeforeEach
  void staysOnLoopback(IrsaLab lab) {
    System.setProperty("aws.disableEc2Metadata", "true");
    System.setProperty("https.proxyHost", lab.proxy().uri().getHost());
    System.setProperty("https.proxyPort", Integer.toString(lab.proxy().uri().getPort()));
    ttl = Security.getProperty(TTL);
  }

  @AfterEach
  void restore() {
    List.of("aws.disableEc2Metadata", "https.proxyHost", "https.proxyPort")
        .forEach(System::clearProperty);
    Security.setProperty(TTL, ttl == null ? "" : ttl);
  }

  @Test
  void aHealthyApplicationIsHealthy(IrsaLab lab, PodEnvironment pod) {
    Report report = IrsaDoctor.report();

    assertTrue(report.isHealthy(), report::toString);
    assertEquals(Verdict.PASS, report.check("IRSA-10").verdict(), report::toString);
    assertEquals(Verdict.PASS, report.check("IRSA-25").verdict(), report::toString);
    assertFalse(report.toString().contains(pod.tokenVolume().token().value()));
  }

  @Test
  void aFailedStartCanReportAndFailAsBefore(IrsaLab lab) {
    assertThrows(IllegalStateException.class, this::startOrReport);
  }

  private void startOrReport() {
    // tag::doctor[]
    try {
      start();
    } catch (RuntimeException failure) {
      System.err.println(IrsaDoctor.report());
      throw failure;
    }
    // end::doctor[]
  }

  private static void start() {
    throw new IllegalStateException("the application does not start");
  }

  @Test
  void theSessionsOfThisJvmAreCounted(IrsaLab lab) {
    try (IrsaCredentials irsa = IrsaCredentials.builder().sslContext(lab.sslContext()).build()) {
      irsa.credentials();

      Check check = IrsaDoctor.report().check("IRSA-11");

      assertTrue(check.found().contains("sessions of irsa in this JVM: 1"), check::toString);
    }
  }

  @Test
  void addressesThatAreCachedForeverAreAWarning(IrsaLab lab) {
    Security.setProperty(TTL, "-1");

    Check check = IrsaDoctor.report().check("IRSA-25");

    assertEquals(Verdict.WARN, check.verdict(), check::toString);
    assertTrue(check.found().contains(TTL), check::toString);
  }

  @Test
  void aTrustStoreWithoutTheAuthorityOfAwsIsTheCause(IrsaLab lab, @TempDir Path directory)
      throws Exception {
    SSLContext tls = certifiedBy("CN=Amazon RSA 2048 M01, O=Amazon, C=US", directory);
    String before = System.getProperty("aws.endpointUrlSts");
    try (LoopbackServer sts = new LoopbackServer(tls, Map.of())) {
      System.setProperty("aws.endpointUrlSts", "https://127.0.0.1:" + sts.port());

      Report report = IrsaDoctor.report();

      assertEquals("IRSA-25", report.cause().id(), report::toString);
      assertTrue(report.cause().found().contains("O=Amazon"), report::toString);
      assertEquals(Verdict.SKIP, report.check("IRSA-07").verdict(), report::toString);
    } finally {
      System.setProperty("aws.endpointUrlSts", before);
    }
  }

  private static SSLContext certifiedBy(String name, Path directory) throws Exception {
    Path store = directory.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                name,
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, keytool.waitFor(), output);
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
