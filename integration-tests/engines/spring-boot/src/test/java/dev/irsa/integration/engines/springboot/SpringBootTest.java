package dev.irsa.integration.engines.springboot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaListener;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.integration.engines.PodInThisJvm;
import dev.irsa.integration.engines.PodInThisJvm.CredentialSource;
import dev.irsa.integration.engines.Snippet;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.server.Fault;
import io.awspring.cloud.s3.S3Template;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A web application, observed over HTTP. */
@Tag("engines")
@Timeout(180)
final class SpringBootTest {

  private static final BlockingQueue<IrsaEvent> EVENTS = new LinkedBlockingQueue<>();

  private final HttpClient http = HttpClient.newHttpClient();

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    IrsaListener events() {
      return EVENTS::add;
    }
  }

  private static ConfigurableApplicationContext run(PodInThisJvm pod) {
    EVENTS.clear();
    List<String> all = new ArrayList<>();
    Snippet.of("spring-boot.properties").map().forEach((key, value) -> all.add(key + "=" + value));
    all.add("management.endpoint.health.show-details=always");
    all.add("server.port=0");
    all.add("server.address=127.0.0.1");
    all.add("spring.cloud.aws.region.static=ap-northeast-2");
    all.add("spring.cloud.aws.s3.endpoint=" + pod.lab().s3().plainUri());
    all.add("spring.cloud.aws.s3.path-style-access-enabled=true");
    return new SpringApplicationBuilder(Application.class)
        .properties(all.toArray(String[]::new))
        .run();
  }

  private HttpResponse<String> get(ConfigurableApplicationContext application, String path)
      throws IOException, InterruptedException {
    String port = application.getEnvironment().getProperty("local.server.port");
    URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/" + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private void assertHealth(
      ConfigurableApplicationContext application, String path, int code, String... parts)
      throws Exception {
    HttpResponse<String> response = get(application, path);
    assertEquals(code, response.statusCode(), response::body);
    for (String part : parts) {
      assertTrue(response.body().contains(part), response::body);
    }
  }

  /** Asserts the status of our component, whose details come before or after it. */
  private void assertIrsa(
      ConfigurableApplicationContext application, String path, int code, String status)
      throws Exception {
    assertHealth(application, path, code);
    String body = get(application, path).body();
    assertTrue(
        body.matches("(?s).*\"irsa\":\\{(\"details\":\\{[^}]*},)?\"status\":\"" + status + "\".*"),
        body);
  }

  /** Returns the value of the only series with this name and these tags. */
  private double metric(ConfigurableApplicationContext application, String name, String... tags)
      throws Exception {
    String page = get(application, "prometheus").body();
    List<String> found =
        page.lines()
            .filter(line -> line.startsWith(name + "{"))
            .filter(line -> List.of(tags).stream().allMatch(line::contains))
            .toList();
    assertEquals(1, found.size(), () -> name + " in " + page);
    return Double.parseDouble(found.get(0).substring(found.get(0).lastIndexOf(' ')));
  }

  private static <T extends IrsaEvent> T await(Class<T> type) throws InterruptedException {
    IrsaEvent event = EVENTS.take();
    while (!type.isInstance(event)) {
      event = EVENTS.take();
    }
    return type.cast(event);
  }

  @Test
  void healthAndMetersAreRightThroughAnOutageAndAfterIt() throws Exception {
    IrsaLab shortSessions = IrsaLab.builder().sessionLifetime(Duration.ofSeconds(40)).start();
    try (PodInThisJvm pod = PodInThisJvm.in(shortSessions)) {
      pod.lab().objects().createBucket("data");
      try (ConfigurableApplicationContext application = run(pod)) {
        IrsaCredentialsProvider provider = application.getBean(IrsaCredentialsProvider.class);
        assertClientsUseTheRole(application, pod);
        assertIrsa(application, "health", 200, "UP");
        assertHealth(application, "health", 200, pod.roleArn());
        assertHealth(application, "health/readiness", 200, "UP", "irsa");
        assertTrue(metric(application, "irsa_credentials_expiration_seconds") > 0);
        assertTrue(metric(application, "irsa_refresh_seconds_count", "outcome=\"success\"") >= 1);

        pod.lab().sts().faults().always(Fault.close());
        assertFalse(provider.refresh());
        assertHealth(application, "health", 200, "\"failure\":\"OUTAGE\"", "failureMessage");
        assertEquals(0, metric(application, "irsa_state", "state=\"expired\""));
        assertTrue(metric(application, "irsa_refresh_seconds_count", "failure=\"outage\"") >= 1);
        assertTrue(metric(application, "irsa_exchange_calls_total", "code=\"none\"") >= 1);

        await(IrsaEvent.Expired.class);
        assertIrsa(application, "health", 503, "OUT_OF_SERVICE");
        assertHealth(application, "health/readiness", 503, "OUT_OF_SERVICE");
        assertHealth(application, "health/liveness", 200, "UP");
        assertEquals(1, metric(application, "irsa_state", "state=\"expired\""));
        assertTrue(metric(application, "irsa_credentials_expiration_seconds") <= 0);

        pod.lab().sts().faults().clear();
        await(IrsaEvent.Recovered.class);
        assertIrsa(application, "health/readiness", 200, "UP");
        assertEquals(0, metric(application, "irsa_state", "state=\"expired\""));
        assertClientsUseTheRole(application, pod);
        assertSecretsStayInside(application, provider);
      }
    }
  }

  private static void assertClientsUseTheRole(
      ConfigurableApplicationContext application, PodInThisJvm pod) {
    S3Client s3 = application.getBean(S3Client.class);
    byte[] content = "hello".getBytes(StandardCharsets.UTF_8);

    s3.putObject(request -> request.bucket("data").key("a"), RequestBody.fromBytes(content));

    assertArrayEquals(content, pod.lab().objects().get("data", "a").orElseThrow());
  }

  private void assertSecretsStayInside(
      ConfigurableApplicationContext application, IrsaCredentialsProvider provider)
      throws Exception {
    String key = provider.resolveCredentials().accessKeyId();
    String secret = provider.resolveCredentials().secretAccessKey();
    for (String path : List.of("health", "prometheus")) {
      String page = get(application, path).body();
      assertFalse(page.contains(key), page);
      assertFalse(page.contains(secret), page);
    }
  }

  @Test
  void templatesAndPresignedUrlsAreOfTheRole() throws Exception {
    try (PodInThisJvm pod = PodInThisJvm.start()) {
      pod.lab().objects().createBucket("data");
      try (ConfigurableApplicationContext application = run(pod)) {
        S3Template template = application.getBean(S3Template.class);
        template.store("data", "a", "hello");
        assertTrue(pod.lab().objects().get("data", "a").isPresent());

        String url = template.createSignedGetURL("data", "a", Duration.ofMinutes(5)).toString();
        String key =
            application.getBean(IrsaCredentialsProvider.class).resolveCredentials().accessKeyId();
        assertTrue(url.contains("X-Amz-Credential=" + key), url);
        assertEquals(1, pod.sessions());
      }
    }
  }

  @Test
  void aPodOfPodIdentityNeedsNoOtherSettings() throws Exception {
    try (PodInThisJvm pod = PodInThisJvm.in(IrsaLab.start(), CredentialSource.POD_IDENTITY)) {
      pod.lab().objects().createBucket("data");
      try (ConfigurableApplicationContext application = run(pod)) {
        assertClientsUseTheRole(application, pod);
        assertHealth(application, "health", 200, "\"source\":\"CONTAINER\"");
        assertEquals(1, metric(application, "irsa_state", "container", "state=\"fresh\""));
      }
    }
  }
}
