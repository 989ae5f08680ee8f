package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.PodSystemProperties;
import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that examines itself. Its settings are system properties here. */
@ExtendWith(IrsaLabExtension.class)
@PodSystemProperties
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
}
