package dev.irsa.integration.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.ManualTime;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.PodIdentity;
import dev.irsa.testkit.PodSystemProperties;
import dev.irsa.testkit.server.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

/** The tests that docs/testing.md shows, between their tags. */
class TestingPageTest {

  @Nested
  @ExtendWith(IrsaLabExtension.class)
  class Application {

    @AfterEach
    void heal(IrsaLab lab) {
      lab.sts().faults().clear();
      lab.requests().clear();
    }

    // tag::testing-first[]
    @Test
    @PodSystemProperties
    void theReportIsReadWithThePodsRole(IrsaLab lab) {
      lab.objects().createBucket("reports");
      lab.objects().put("reports", "today.txt", "ready".getBytes(UTF_8));

      try (S3Client s3 =
          S3Client.builder()
              .credentialsProvider(IrsaCredentialsProvider.create())
              .forcePathStyle(true)
              .build()) {
        assertEquals(
            "ready", s3.getObjectAsBytes(r -> r.bucket("reports").key("today.txt")).asUtf8String());
      }
      assertEquals(1, lab.requests().count("AssumeRoleWithWebIdentity"));
    }

    // end::testing-first[]

    // tag::testing-worlds[]
    @Test
    void bothWorldsServeTheSameCode(PodEnvironment irsa, @PodIdentity PodEnvironment podIdentity) {
      for (PodEnvironment pod : List.of(irsa, podIdentity)) {
        try (IrsaCredentials credentials =
            IrsaCredentials.builder().environment(pod.exports()).build()) {
          credentials.credentials();
          assertEquals(IrsaStatus.State.FRESH, credentials.status().state());
        }
      }
    }

    // end::testing-worlds[]

    // tag::testing-faults[]
    @Test
    void aSlowStsEndsWithAnErrorWithinTheDeadline(IrsaLab lab, PodEnvironment pod) {
      lab.sts().faults().on("AssumeRoleWithWebIdentity").always(Fault.hang());

      try (IrsaCredentials irsa =
          IrsaCredentials.builder()
              .environment(pod.exports())
              .deadline(Duration.ofMillis(200))
              .build()) {
        assertThrows(ExchangeUnavailableException.class, irsa::credentials);
      }
    }

    // end::testing-faults[]
  }

  @Nested
  class Lifetimes {

    // tag::testing-lifetimes[]
    @RegisterExtension
    static final IrsaLabExtension SHORT =
        IrsaLabExtension.with(lab -> lab.sessionLifetime(Duration.ofSeconds(4)));

    @Test
    void credentialsAreRefreshedInTheBackground(IrsaLab lab, PodEnvironment pod) throws Exception {
      try (IrsaCredentials irsa = IrsaCredentials.builder().environment(pod.exports()).build()) {
        irsa.credentials();

        lab.requests().await("AssumeRoleWithWebIdentity", 2, Duration.ofSeconds(20));
      }
    }
    // end::testing-lifetimes[]
  }

  // tag::testing-time[]
  @Test
  void aTokenThatIsNoLongerRotatedExpires() {
    ManualTime time = ManualTime.create();
    try (IrsaLab lab = IrsaLab.builder().time(time).start();
        PodEnvironment pod = lab.startPod(lab.createServiceAccount("default", "my-sa"))) {
      pod.tokenVolume().stall();
      time.advance(Duration.ofHours(25));

      try (IrsaCredentials irsa = IrsaCredentials.builder().environment(pod.exports()).build()) {
        assertThrows(ExchangeRejectedException.class, irsa::credentials);
      }
    }
  }
  // end::testing-time[]
}
