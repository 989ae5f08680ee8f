package dev.irsa.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.InPod;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.PodIdentity;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;

/** An application that Spring's test support starts before a test. */
final class SpringBootInPodTest {

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  private static void assertIsThePod(IrsaLab lab, AwsCredentialsProvider credentials) {
    String key = credentials.resolveCredentials().accessKeyId();
    assertTrue(lab.accessKeys().find(key).isPresent(), key);
  }

  @Nested
  @SuppressWarnings("ClassCanBeStatic") // JUnit's nested classes cannot.
  final class Page {
    @Nested
    // tag::testing-spring-boot[]
    @SpringBootTest
    @InPod
    class ApplicationTest {
      @Test
      void itsCredentialsAreThoseOfThePod(
          IrsaLab lab, @Autowired AwsCredentialsProvider credentials) {
        String key = credentials.resolveCredentials().accessKeyId();

        assertTrue(lab.accessKeys().find(key).isPresent());
      }
    }
    // end::testing-spring-boot[]
  }

  /** Its application equals the one above, which Spring must not reuse: the lab is another. */
  @Nested
  @InPod
  @SpringBootTest
  final class AnotherClass {

    @Autowired private AwsCredentialsProvider credentials;

    @Test
    void theApplicationIsThePod(
        IrsaLab lab, PodEnvironment pod, @Autowired AwsRegionProvider region) {
      assertIsThePod(lab, credentials);
      assertEquals(pod.variables().get("AWS_REGION"), region.getRegion().id());
    }

    @Nested
    final class Deeper {
      @Test
      void theApplicationIsStillThePod(IrsaLab lab) {
        assertIsThePod(lab, credentials);
      }
    }
  }

  @Nested
  @SpringBootTest
  @InPod
  @PodIdentity
  final class OfPodIdentity {
    @Test
    void theApplicationIsThePod(IrsaLab lab, @Autowired AwsCredentialsProvider credentials) {
      credentials.resolveCredentials();

      assertEquals(1, lab.agent().requests().count("GetCredentials"));
    }
  }
}
