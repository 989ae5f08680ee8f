package dev.irsa.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaListener;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.micrometer.IrsaMetrics;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodIdentity;
import dev.irsa.testkit.PodSystemProperties;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Gate;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The auto-configuration beside that of Spring Cloud AWS. */
@ExtendWith(IrsaLabExtension.class)
final class IrsaAutoConfigurationTest {

  private int callsBefore;
  private final BlockingQueue<IrsaEvent> events = new LinkedBlockingQueue<>();
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  // In this order, which the annotations have to change.
                  CredentialsProviderAutoConfiguration.class,
                  RegionProviderAutoConfiguration.class,
                  IrsaHealthAutoConfiguration.class,
                  IrsaMetricsAutoConfiguration.class,
                  StaticKeysWarning.class,
                  IrsaAutoConfiguration.class));

  @BeforeEach
  void startWithAWorkingSts(IrsaLab lab) {
    lab.sts().faults().clear();
    callsBefore = lab.requests().count("AssumeRoleWithWebIdentity");
  }

  private int calls(IrsaLab lab) {
    return lab.requests().count("AssumeRoleWithWebIdentity") - callsBefore;
  }

  private ApplicationContextRunner listening() {
    return application.withBean("events", IrsaListener.class, () -> events::add);
  }

  @Test
  @PodSystemProperties
  void inAPodTheCredentialsAreThoseOfItsRole(IrsaLab lab) {
    application.run(
        context -> {
          AwsCredentialsProvider provider = context.getBean(AwsCredentialsProvider.class);

          assertInstanceOf(IrsaCredentialsProvider.class, provider);
          String key = provider.resolveCredentials().accessKeyId();
          assertTrue(lab.accessKeys().find(key).isPresent(), key);
          assertEquals(1, calls(lab));
        });
  }

  @Test
  @PodIdentity
  @PodSystemProperties
  void podIdentityNeedsTheSameSettings(IrsaLab lab) {
    application.run(
        context -> {
          AwsCredentialsProvider provider = context.getBean(AwsCredentialsProvider.class);

          assertInstanceOf(IrsaCredentialsProvider.class, provider);
          provider.resolveCredentials();
          assertEquals(1, lab.agent().requests().count("GetCredentials"));
        });
  }

  @Test
  void outsideAPodNothingHappens() {
    application.run(
        context -> {
          AwsCredentialsProvider provider = context.getBean(AwsCredentialsProvider.class);

          assertFalse(provider instanceof IrsaCredentialsProvider);
          assertEquals(List.of(), beansOfOurs(context.getBeanDefinitionNames()));
        });
  }

  private static List<String> beansOfOurs(String... names) {
    return Stream.of(names)
        .filter(name -> name.contains("irsa"))
        // Its own condition, the provider, is not met; the class does nothing.
        .filter(name -> !name.endsWith("StaticKeysWarning"))
        .toList();
  }

  @Test
  void aTokenFileInThePropertiesActivatesItOutsideAPod() {
    application
        .withPropertyValues(
            "irsa.web-identity-token-file=/var/run/token",
            "irsa.role-arn=arn:aws:iam::111122223333:role/cart",
            "irsa.region=eu-west-1",
            "irsa.deadline=1ms")
        .run(context -> assertNotNull(context.getBean(IrsaCredentialsProvider.class)));
  }

  @Test
  @PodSystemProperties
  void aProviderOfTheApplicationTakesPrecedence(IrsaLab lab) {
    application
        .withBean(AwsCredentialsProvider.class, AnonymousCredentialsProvider::create)
        .run(
            context -> {
              assertInstanceOf(
                  AnonymousCredentialsProvider.class,
                  context.getBean(AwsCredentialsProvider.class));
              assertFalse(context.containsBean("irsaHealthContributor"));
              assertEquals(0, calls(lab));
            });
  }

  @Test
  @PodSystemProperties
  void itCanBeDisabled() {
    application
        .withPropertyValues("irsa.enabled=false")
        .run(context -> assertEquals(0, context.getBeanNamesForType(IrsaMetrics.class).length));
    application
        .withPropertyValues("irsa.enabled=false")
        .run(
            context ->
                assertFalse(
                    context.getBean(AwsCredentialsProvider.class)
                        instanceof IrsaCredentialsProvider));
  }

  @Test
  @PodSystemProperties
  void staticKeysOfSpringCloudAwsTakePrecedenceWithOneWarning() {
    List<String> warnings = new CopyOnWriteArrayList<>();
    Handler handler = handler(warnings);
    Logger.getLogger("dev.irsa").addHandler(handler);
    try {
      application
          .withPropertyValues(
              "spring.cloud.aws.credentials.access-key=AKIDEXAMPLE",
              "spring.cloud.aws.credentials.secret-key=secret")
          .run(
              context ->
                  assertEquals(
                      "AKIDEXAMPLE",
                      context
                          .getBean(AwsCredentialsProvider.class)
                          .resolveCredentials()
                          .accessKeyId()));
    } finally {
      Logger.getLogger("dev.irsa").removeHandler(handler);
    }
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).contains("shadow the pod's IAM role"), warnings::toString);
  }

  private static Handler handler(List<String> messages) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        messages.add(line.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  @PodSystemProperties
  void metersAreThoseOfTheBean() {
    application
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(
            context -> {
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              context.getBean(AwsCredentialsProvider.class).resolveCredentials();
              // Actuator does this after the start.
              context.getBean(IrsaMetrics.class).bindTo(registry);

              // Ends only when the event has arrived.
              while (registry.find("irsa.refresh").timer() == null) {
                Thread.onSpinWait();
              }
              assertEquals(1, registry.get("irsa.state").tag("state", "fresh").gauge().value());
              assertEquals(
                  1, registry.get("irsa.refresh").tag("outcome", "success").timer().count());
            });
  }

  private static Health health(HealthContributor contributor) {
    return assertInstanceOf(HealthIndicator.class, contributor).health();
  }

  @Test
  @PodSystemProperties
  void healthIsUpWhileCredentialsAreValidAndNamesTheFailure(IrsaLab lab) {
    listening()
        .run(
            context -> {
              HealthContributor health =
                  context.getBean("irsaHealthContributor", HealthContributor.class);
              IrsaCredentialsProvider provider = context.getBean(IrsaCredentialsProvider.class);
              String key = provider.resolveCredentials().accessKeyId();
              assertEquals(Status.UP, health(health).getStatus());
              assertFalse(health(health).getDetails().containsKey("failure"));

              lab.sts().faults().always(Fault.error("AccessDenied", 403, "denied"));
              assertFalse(provider.refresh());

              Health failing = health(health);
              assertEquals(Status.UP, failing.getStatus());
              assertEquals("DENIED", failing.getDetails().get("failure"));
              assertEquals("AccessDenied", failing.getDetails().get("failureCode"));
              assertEquals("FRESH", failing.getDetails().get("state"));
              assertFalse(failing.toString().contains(key), failing::toString);
            });
  }

  @Test
  @PodSystemProperties
  void healthStaysUpWhileCallersWaitForTheReplacementOfRejectedCredentials(IrsaLab lab) {
    listening()
        .run(
            context -> {
              IrsaCredentialsProvider provider = context.getBean(IrsaCredentialsProvider.class);
              String rejected = provider.resolveCredentials().accessKeyId();
              Gate gate = Gate.closed();
              lab.sts().faults().next(Fault.gate(gate));
              provider.invalidate(rejected);

              Health health = health(context.getBean(HealthContributor.class));

              gate.open();
              assertEquals(Status.UP, health.getStatus());
            });
  }

  @Test
  @PodSystemProperties
  void healthIsOutOfServiceWithoutCredentialsAndFetchesThem(IrsaLab lab) {
    lab.sts().faults().next(Fault.error("AccessDenied", 403, "denied"));
    listening()
        .run(
            context -> {
              assertInstanceOf(IrsaEvent.RefreshFailed.class, events.take());
              HealthContributor health =
                  context.getBean("irsaHealthContributor", HealthContributor.class);
              Health first = health(health);
              assertEquals(Status.OUT_OF_SERVICE, first.getStatus());
              assertEquals("DENIED", first.getDetails().get("failure"));

              // Nobody else asks: the checks alone bring the pod back.
              while (!health(health).getStatus().equals(Status.UP)) {
                var unused = events.poll(100, TimeUnit.MILLISECONDS);
              }

              assertEquals(2, calls(lab));
            });
  }

  @Test
  @PodSystemProperties
  void aListenerThatThrowsAffectsNeitherTheOthersNorTheCredentials() {
    listening()
        .withBean(
            "broken",
            IrsaListener.class,
            () ->
                event -> {
                  throw new IllegalStateException("broken");
                })
        .run(
            context -> {
              context.getBean(IrsaCredentialsProvider.class).resolveCredentials();
              assertInstanceOf(IrsaEvent.Refreshed.class, events.take());
            });
  }

  @Test
  void everyPropertyIsDescribedForEditorsAndOnThePage() throws Exception {
    String metadata =
        new String(
            IrsaProperties.class
                .getResourceAsStream("/META-INF/spring-configuration-metadata.json")
                .readAllBytes(),
            StandardCharsets.UTF_8);
    List<String> names =
        Arrays.stream(IrsaProperties.class.getRecordComponents())
            .map(
                component ->
                    component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
            .toList();

    assertTrue(names.contains("session-duration"), names::toString);
    String page = Files.readString(Path.of("..", "docs", "adopting.md"));
    assertEquals(
        names.size(), page.lines().filter(line -> line.startsWith("| `irsa.")).count(), page);
    for (String name : names) {
      assertTrue(page.contains("| `irsa." + name + "` |"), name);
      assertTrue(
          metadata.matches(
              "(?s).*\"name\": \"irsa\\." + name + "\",[^}]*\"description\": \"[A-Z].*"),
          name);
    }
  }
}
