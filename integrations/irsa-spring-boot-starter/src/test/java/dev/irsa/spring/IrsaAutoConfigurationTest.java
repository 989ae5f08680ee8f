package dev.irsa.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.OutboundTokens;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.guard.ClientGuard;
import dev.irsa.internal.guard.SignedRequest;
import dev.irsa.micrometer.IrsaMetrics;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.sdk.v2.IrsaCredentialsException;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.sdk.v2.IrsaCredentialsProviderChain;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.PodIdentity;
import dev.irsa.testkit.PodSystemProperties;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Fault.Gate;
import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** The auto-configuration beside that of Spring Cloud AWS. */
@Timeout(60)
@ExtendWith(IrsaLabExtension.class)
final class IrsaAutoConfigurationTest {

  private int callsBefore;
  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Application.class);

  @Configuration(proxyBeanMethods = false)
  @Import(RelatedAutoConfigurations.class)
  static class Application {}

  /** As Spring Boot does it, with all configurations on the class path in its order. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class WholeApplication {}

  @BeforeEach
  void startWithAWorkingSts(IrsaLab lab) {
    lab.sts().faults().clear();
    callsBefore = lab.requests().count("AssumeRoleWithWebIdentity");
  }

  private int calls(IrsaLab lab) {
    return lab.requests().count("AssumeRoleWithWebIdentity") - callsBefore;
  }

  private static AwsCredentialsProvider provider(ApplicationContext context) {
    return context.getBean(AwsCredentialsProvider.class);
  }

  @Test
  @PodSystemProperties
  void inAPodTheCredentialsAreThoseOfItsRole(IrsaLab lab) {
    new ApplicationContextRunner()
        .withUserConfiguration(WholeApplication.class)
        .run(
            context -> {
              assertInstanceOf(IrsaCredentialsProvider.class, provider(context));
              String key = provider(context).resolveCredentials().accessKeyId();
              assertTrue(lab.accessKeys().find(key).isPresent(), key);
              assertEquals("UP", ObservedHealth.of(context).status());
              assertEquals(1, calls(lab));
            });
  }

  @Test
  @PodSystemProperties
  void theProviderOfAnotherLibraryDoesNotReplaceThePodsRole() {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(AnotherLibrary.class, IrsaAutoConfiguration.class))
        .run(context -> assertInstanceOf(IrsaCredentialsProvider.class, provider(context)));
  }

  @Test
  @PodSystemProperties
  void theGuardFollowsThePropertiesAndHealthNamesOtherIdentities() {
    SignedRequest ofNode =
        SignedRequest.of("S3", "ListBuckets", null, "ASIANODE", null, "0", "the code");
    SignedRequest meant =
        SignedRequest.of("S3", "ListBuckets", null, "ASIAMEANT", null, "n", "the code");
    application
        .withPropertyValues("irsa.guard=deny", "irsa.guard-allow=profile")
        .run(
            context -> {
              ClientGuard client = new ClientGuard();
              var denied = assertThrows(MisconfiguredException.class, () -> client.check(ofNode));
              assertEquals("irsa.guard", denied.problems().get(0).origin());
              client.check(meant);
              var unused = provider(context).resolveCredentials();
              assertEquals(
                  "S3 as the role of the node (instance metadata)",
                  ObservedHealth.of(context).detail("otherIdentities"));
            });
    IrsaCredentials.discardAll();
  }

  @Test
  @PodSystemProperties
  void ofSeveralApplicationsInAProcessTheStrictestCountsAsLongAsItRuns() {
    SignedRequest ofNode =
        SignedRequest.of("S3", "ListBuckets", null, "ASIANODE", null, "0", "the code");
    ClientGuard client = new ClientGuard();
    application
        .withPropertyValues("irsa.guard=deny")
        .run(
            strict -> {
              application.run(
                  another ->
                      assertThrows(MisconfiguredException.class, () -> client.check(ofNode)));
              assertThrows(MisconfiguredException.class, () -> client.check(ofNode));
            });

    application.run(alone -> client.check(ofNode));
    IrsaCredentials.discardAll();
  }

  @Test
  @PodSystemProperties
  void withoutThisLibraryTheGuardWarnsUnlessItIsSwitchedOffItself() {
    String switched = "irsa.enabled=false";
    application
        .withPropertyValues(switched)
        .run(
            context -> {
              ClientGuard client = new ClientGuard();
              assertTrue(client.isOn());
              client.check(
                  SignedRequest.of("S3", "ListBuckets", null, "ASIANODE", null, "0", "the code"));
            });
    application
        .withPropertyValues(switched, "irsa.guard=off")
        .run(context -> assertFalse(new ClientGuard().isOn()));
    IrsaCredentials.discardAll();
  }

  /** Such as those of a service that is named so, wherever the variables come from. */
  @Test
  @PodSystemProperties
  void variablesAreNoUnknownProperties() {
    Map<String, Object> variables =
        Map.of("IRSA_ROLE_SESSION_NAME", "orders", "IRSA_SERVICE_HOST", "10.0.0.1");
    application
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addLast(
                        new SystemEnvironmentPropertySource("more-systemEnvironment", variables)))
        .run(
            context ->
                assertEquals(
                    "orders",
                    context.getBean(IrsaCredentialsProvider.class).status().roleSessionName()));
  }

  @Test
  @PodSystemProperties
  void theDoctorAnswersOnlyIfItsEndpointIsOpened() {
    ApplicationContextRunner exposed =
        application.withPropertyValues("management.endpoints.web.exposure.include=*");
    exposed.run(context -> assertFalse(context.containsBean("irsaDoctorEndpoint")));

    exposed
        .withPropertyValues("management.endpoint.irsadoctor.access=READ_ONLY")
        .run(
            context -> {
              var endpoint = context.getBean(DoctorAutoConfiguration.DoctorEndpoint.class);
              assertTrue(endpoint.report().contains("IRSA-10  PASS"), endpoint::report);
            });
  }

  @Test
  @PodSystemProperties
  void aChainedRoleInThePropertiesIsAssumedByThePodsRole(IrsaLab lab, PodEnvironment pod) {
    String trust =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"AWS": "%s"},
         "Condition": {"StringEquals": {"sts:ExternalId": "customer-7"}}}]}"""
            .formatted(pod.variables().get("AWS_ROLE_ARN"));
    Role partner =
        lab.iam().createRole("partner", TrustPolicy.parse(trust), Duration.ofHours(1), List.of());
    application
        .withPropertyValues(
            "irsa.chained-role-arn=" + partner.arn(),
            "irsa.chained-role-session-name=reports",
            "irsa.chained-role-external-id=customer-7")
        .run(
            context -> {
              String key = provider(context).resolveCredentials().accessKeyId();

              assertEquals(
                  partner.sessionArn("reports"),
                  lab.accessKeys().find(key).orElseThrow().principal().arn());
            });
    assertEquals(1, calls(lab));
  }

  @Test
  void theSpareEndpointInThePropertiesServesIfTheFirstRefusesAndTheHealthIsUp() {
    try (IrsaLab lab = IrsaLab.builder().region("eu-central-1").spareRegion("eu-west-3").start()) {
      ServiceAccount account = lab.createServiceAccount("default", "my-sa");
      PodEnvironment pod = lab.startPod(account);
      String first = lab.sts().plainUri().toString();
      String spare = lab.sts("eu-west-3").plainUri().toString();
      lab.sts().stop();
      application
          .withSystemProperties("aws.endpointUrlSts=" + first)
          .withPropertyValues(
              "irsa.role-arn=" + lab.roleOf(account).arn(),
              "irsa.web-identity-token-file=" + pod.tokenFile(),
              "irsa.region=eu-central-1",
              "irsa.sts-spare=" + spare)
          .run(
              context -> {
                String key = provider(context).resolveCredentials().accessKeyId();

                assertTrue(lab.accessKeys().find(key).isPresent(), key);
                assertEquals("UP", ObservedHealth.of(context).status());
                assertTrue(ObservedHealth.of(context).detail("endpoint").startsWith(spare));
              });
    }
  }

  @Test
  @PodSystemProperties
  void tokensForOthersAreBeansAndAreClosedWithTheApplication(IrsaLab lab, PodEnvironment pod)
      throws InterruptedException {
    ServiceAccount account =
        ServiceAccount.of("default", "my-sa")
            .withAnnotation(
                "eks.amazonaws.com/role-arn", String.valueOf(pod.variables().get("AWS_ROLE_ARN")));
    lab.allowOutboundTokens(account, "https://api.example", "https://other.example");
    BlockingQueue<IrsaEvent> events = new LinkedBlockingQueue<>();
    application
        .withPropertyValues(
            "irsa.outbound-tokens.api.audience=https://api.example",
            "irsa.outbound-tokens.api.duration=10m",
            "irsa.outbound-tokens.both.audience[0]=https://api.example",
            "irsa.outbound-tokens.both.audience[1]=https://other.example",
            "irsa.outbound-tokens.both.signing-algorithm=es384")
        .withBean("events", IrsaListener.class, () -> events::add)
        .run(
            context -> {
              OutboundTokens api = context.getBean("api", OutboundTokens.class);
              OutboundTokens both = context.getBean("both", OutboundTokens.class);

              assertEquals(List.of("https://api.example"), audience(api.get()));
              assertEquals(
                  List.of("https://api.example", "https://other.example"), audience(both.get()));
              assertEquals(1, calls(lab), "they share the session of the provider");
            });

    for (int closed = 0; closed < 2; ) {
      IrsaEvent event = events.poll(20, TimeUnit.SECONDS);
      assertNotNull(event, "a token was not closed");
      boolean isOfToken = event.source() == IdentitySource.OUTBOUND_TOKEN;
      closed += isOfToken && event instanceof IrsaEvent.Closed ? 1 : 0;
    }
  }

  private static List<String> audience(String jwt) throws ParseException {
    return SignedJWT.parse(jwt).getJWTClaimsSet().getAudience();
  }

  @ParameterizedTest
  @ValueSource(strings = {"irsa.enabled=true", "irsa.enabled=false"})
  void outsideAPodATokenForOthersIsABeanWhoseFirstCallSaysWhatIsMissing(String enabled) {
    application
        .withPropertyValues(enabled, "irsa.outbound-tokens.api.audience=https://api.example")
        .run(
            context -> {
              OutboundTokens api = context.getBean(OutboundTokens.class);
              assertThrows(MisconfiguredException.class, api::get);
            });
  }

  @Test
  void aTokenForOthersDoesNotTakeTheNameOfAnotherBean() {
    String message =
        failureOfStart(
            application.withBean("api", String.class, () -> "mine"),
            "irsa.outbound-tokens.api.audience=https://api.example");

    assertTrue(message.contains("irsa.outbound-tokens.api: is the name of another bean"), message);
  }

  @Test
  @PodSystemProperties
  void aChainedRoleThatIsInvalidFailsTheStartWithItsProperties() {
    assertStartFails(
        List.of(
            "irsa.chained-role-session-name: is set without chained-role-arn",
            "irsa.role-session-name: "),
        "irsa.chained-role-session-name=reports",
        "irsa.role-session-name=a b");
    assertStartFails(
        List.of(
            "irsa.chained-role-arn: \"partner\"",
            "irsa.chained-role-session-name: \"a b\"",
            "irsa.chained-role-external-id: "),
        "irsa.chained-role-arn=partner",
        "irsa.chained-role-session-name=a b",
        "irsa.chained-role-external-id=x");
  }

  private void assertStartFails(List<String> problems, String... properties) {
    String message = failureOfStart(application, properties);
    problems.forEach(each -> assertTrue(message.contains("- " + each), message));
    assertTrue(message.contains("has " + problems.size() + " problems"), message);
  }

  /** Returns the message, without where properties were set. */
  private static String failureOfStart(ApplicationContextRunner runner, String... properties) {
    List<Throwable> failure = new ArrayList<>();
    runner.withPropertyValues(properties).run(context -> failure.add(context.getStartupFailure()));
    return String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure.get(0)).getMessage())
        .replaceAll(" \\(from \"[^)]*\\)", "");
  }

  @Test
  void outsideAPodTheCredentialsAreThoseOfSpringCloudAwsOrOfTheChain() {
    // An empty property is absent.
    application
        .withPropertyValues("irsa.web-identity-token-file=${MISSING:}", "irsa.role-arn=")
        .run(
            context -> {
              assertInstanceOf(DefaultCredentialsProvider.class, provider(context));
              assertEquals("UNKNOWN", ObservedHealth.of(context).status());
            });
    withoutSpringCloudAws()
        .run(
            context -> {
              assertInstanceOf(IrsaCredentialsProviderChain.class, provider(context));
              assertEquals("UNKNOWN", ObservedHealth.of(context).status());
            });
  }

  private ApplicationContextRunner withoutSpringCloudAws() {
    return application.withPropertyValues(
        "spring.autoconfigure.exclude="
            + CredentialsProviderAutoConfiguration.class.getName()
            + ","
            + AwsAutoConfiguration.class.getName());
  }

  /** Each property with a valid value, but for {@code irsa.enabled}. */
  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          Map.entry("irsa.role-arn", "arn:aws:iam::111122223333:role/cart"),
          Map.entry("irsa.web-identity-token-file", "/var/run/token"),
          Map.entry("irsa.identity-source", "web-identity"),
          Map.entry("irsa.role-session-name", "orders"),
          Map.entry("irsa.region", "eu-west-1"),
          Map.entry("irsa.sts-spare", "eu-west-3"),
          Map.entry("irsa.session-duration", "2h"),
          Map.entry("irsa.deadline", "10s"),
          Map.entry("irsa.advisory-window", "20m"),
          Map.entry("irsa.static-stability", "1h"),
          Map.entry("irsa.chained-role-arn", "arn:aws:iam::111122223333:role/partner"),
          Map.entry("irsa.chained-role-session-name", "orders"),
          Map.entry("irsa.chained-role-external-id", "customer-7"),
          Map.entry("irsa.guard", "warn"),
          Map.entry("irsa.guard-allow", "profile"));

  /** Returns the properties that name an identity: the rule of the core, and the chained role. */
  private static Set<String> identities() {
    Set<String> names = new TreeSet<>(Set.of("irsa.chained-role-arn"));
    for (Setting<?> each : Setting.values()) {
      if (each.configuresPod() && each.springProperty() != null) {
        names.add(each.springProperty());
      }
    }
    return names;
  }

  /** As in a pod into which nothing was injected: no client may become the node's. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPropertyThatNamesAnIdentityNeverBecomesAnotherIdentity(boolean hasSpringCloudAws) {
    ApplicationContextRunner runner = hasSpringCloudAws ? application : withoutSpringCloudAws();
    Set<String> failed = new TreeSet<>();
    PROPERTIES.forEach(
        (name, value) ->
            runner
                .withPropertyValues(name + "=" + value)
                .run(
                    context -> {
                      if (context.getStartupFailure() != null) {
                        failed.add(name);
                      }
                    }));
    Set<String> expected = identities();
    expected.add("irsa.chained-role-session-name");
    expected.add("irsa.chained-role-external-id");
    assertEquals(expected, failed);
    String message = failureOfStart(runner, "irsa.identity-source=container");
    assertTrue(message.contains("irsa.identity-source is container"), message);
  }

  /** Whoever provides the credentials: a guard that is misspelt would only warn. */
  @ParameterizedTest
  @CsvSource({
    "irsa.guard=denny, use warn or deny or off",
    "irsa.gard=deny, 'irsa.gard: is not a property of irsa'",
    "irsa.deadline=banana, set a valid value of type Duration",
    "irsa.region=Seoul, use a region's code",
    "irsa.session-duration=1m, 900 to 43200",
    "irsa.advisory-window=-1m, set a value in that range",
    "irsa.enabled=nein, set a valid value of type Boolean",
    "irsa.chained-role-external-id=customer-7, set both",
    "irsa.outbound-tokens.api.duration=5m, 'irsa.outbound-tokens.api.audience: is missing'",
    "irsa.outbound-tokens.api.duration=10s, use 60 to 3600 whole seconds",
    "irsa.outbound-tokens.api.signing-algorithm=HS256, 'set one of [RS256, ES384]'",
    "irsa.outbound-tokens.api.audiance=x, 'use one of [audience, duration, signing-algorithm]'",
    "irsa.outbound-tokens.openAI.duration=5m, 'irsa.outbound-tokens.openAI.audience: is missing'",
    "irsa.outbound-tokens=x, 'irsa.outbound-tokens: '"
  })
  void aWrongPropertyFailsEveryStart(String property, String told) {
    for (ApplicationContextRunner runner :
        List.of(
            application,
            withoutSpringCloudAws(),
            application.withPropertyValues("irsa.enabled=false"),
            application.withBean(
                "own", AwsCredentialsProvider.class, AnonymousCredentialsProvider::create))) {
      String message = failureOfStart(runner, property);
      assertTrue(message.contains(told), message);
    }
  }

  @Test
  @PodSystemProperties
  void aWrongPropertyFailsTheStartOfAPodWithAProviderOfTheApplication() {
    String message =
        failureOfStart(
            application.withBean(
                "own", AwsCredentialsProvider.class, AnonymousCredentialsProvider::create),
            "irsa.guard=denny");
    assertTrue(message.contains("use warn or deny or off"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"WEB_IDENTITY", "web_identity", "WebIdentity", "web-identity"})
  @PodSystemProperties
  void theIdentitySourceBindsAsEnumsOfSpringBootDo(String written) {
    application
        .withPropertyValues("irsa.identity-source=" + written)
        .run(context -> assertNull(context.getStartupFailure()));
  }

  /** YAML reads off as false. */
  @Test
  @PodSystemProperties
  void theGuardTakesWhatYamlMakesOfItsValues() {
    application
        .withPropertyValues("irsa.guard=false")
        .run(context -> assertFalse(new ClientGuard().isOn()));
    application
        .withPropertyValues(
            "irsa.guard=deny", "irsa.guard-allow[0]=sso", "irsa.guard-allow[1]=profile")
        .run(
            context -> {
              assertNull(context.getStartupFailure());
              new ClientGuard()
                  .check(
                      SignedRequest.of(
                          "S3", "ListBuckets", null, "ASIALISTED", null, "n", "the code"));
            });
    IrsaCredentials.discardAll();
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
  void aProviderOfTheApplicationTakesPrecedenceAndHealthSaysSo(IrsaLab lab) {
    application
        .withBean("own", AwsCredentialsProvider.class, AnonymousCredentialsProvider::create)
        .run(
            context -> {
              assertInstanceOf(AnonymousCredentialsProvider.class, provider(context));
              ObservedHealth health = ObservedHealth.of(context);
              assertEquals("UNKNOWN", health.status());
              assertEquals(
                  "The application's credentials are not those of irsa: own"
                      + " (AnonymousCredentialsProvider)",
                  health.detail("reason"));
              assertEquals(0, calls(lab));
            });
  }

  @Test
  @PodSystemProperties
  void aProviderOfOursHasHealthHoweverItIsDeclared() {
    application
        .withBean("own", AwsCredentialsProvider.class, IrsaCredentialsProvider::create)
        .run(
            context -> {
              provider(context).resolveCredentials();
              assertEquals("UP", ObservedHealth.of(context).status());
            });
  }

  /** Keys come before the pod's role in a chain. */
  @Test
  @PodIdentity
  @PodSystemProperties
  void theHealthOfAChainIsUnknownWhileItServesOtherCredentials() {
    Map<String, String> properties =
        Map.of("aws.accessKeyId", "AKIAPROPERTY", "aws.secretAccessKey", "secret");
    properties.forEach(System::setProperty);
    try {
      withoutSpringCloudAws()
          .withBean("own", AwsCredentialsProvider.class, IrsaCredentialsProviderChain::create)
          .run(
              context -> {
                String key = provider(context).resolveCredentials().accessKeyId();
                assertTrue(key.startsWith("AKIAPRO"), key);
                ObservedHealth health = ObservedHealth.of(context);
                while (health.status().equals("OUT_OF_SERVICE")) {
                  Thread.onSpinWait();
                  health = ObservedHealth.of(context);
                }
                assertEquals("UNKNOWN", health.status());
              });
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }

  /** As in a process that is restored from an image: it is not ready yet. */
  @Test
  @PodSystemProperties
  void theHealthOfAPodWhoseCredentialsWereDiscardedIsOutOfService(IrsaLab lab) {
    application.run(
        context -> {
          provider(context).resolveCredentials();
          assertEquals("UP", ObservedHealth.of(context).status());

          Gate gate = Gate.closed();
          lab.sts().faults().always(Fault.gate(gate));
          IrsaCredentials.discardAll();
          assertEquals("OUT_OF_SERVICE", ObservedHealth.of(context).status());
          gate.open();
        });
  }

  @Test
  @PodSystemProperties
  void eachOfSeveralProvidersHasItsHealth() {
    withoutSpringCloudAws()
        .withBean("pod", AwsCredentialsProvider.class, IrsaCredentialsProvider::create)
        .withBean("other", IrsaCredentialsProvider.class, IrsaCredentialsProvider::create)
        .withBean("third", AwsCredentialsProvider.class, AnonymousCredentialsProvider::create)
        .run(
            context -> {
              context.getBean("pod", AwsCredentialsProvider.class).resolveCredentials();
              Map<String, Object> health = ObservedHealth.of(context).details();
              assertEquals(Set.of("pod", "other", "third"), health.keySet());
              assertEquals("UNKNOWN", ((ObservedHealth) health.get("third")).status());
            });
  }

  /** Providers that nobody has asked for. Each counts how often it was made. */
  @Configuration(proxyBeanMethods = false)
  static class NotYet {
    private static final AtomicInteger MADE = new AtomicInteger();

    private static IrsaCredentialsProvider make() {
      MADE.incrementAndGet();
      return IrsaCredentialsProvider.create();
    }

    @Bean
    @Lazy
    AwsCredentialsProvider lazy() {
      return make();
    }

    @Bean
    @Scope("prototype")
    AwsCredentialsProvider prototype() {
      return make();
    }

    @Bean
    @Scope(value = "request", proxyMode = ScopedProxyMode.INTERFACES)
    AwsCredentialsProvider requested() {
      return make();
    }

    @Bean
    @Scope("request")
    AwsCredentialsProvider requestedDirectly() {
      return make();
    }
  }

  @Test
  @PodSystemProperties
  void healthAndMetersCreateNoBean() {
    NotYet.MADE.set(0);
    withoutSpringCloudAws()
        .withInitializer(
            context -> context.getBeanFactory().registerScope("request", new OutsideRequests()))
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .withUserConfiguration(NotYet.class)
        .run(
            context -> {
              assertNull(context.getStartupFailure());
              assertEquals("UNKNOWN", ObservedHealth.of(context).status());
              assertEquals(0, NotYet.MADE.get());

              context.getBean("lazy", AwsCredentialsProvider.class).resolveCredentials();
              assertEquals("UP", ObservedHealth.of(context).status());
            });
  }

  /** As Spring Cloud's scope: a refresh destroys the bean, and the next use makes a new one. */
  private static final class Refreshing extends SimpleThreadScope {
    private final Map<String, Runnable> destroyed = new HashMap<>();

    @Override
    public void registerDestructionCallback(String name, Runnable callback) {
      destroyed.put(name, callback);
    }

    void refresh(String name) {
      remove(name);
      destroyed.remove(name).run();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Refreshed {
    private static volatile String session = "before";

    @Bean
    @Scope(value = "refresh", proxyMode = ScopedProxyMode.INTERFACES)
    AwsCredentialsProvider refreshed() {
      return IrsaCredentialsProvider.builder().roleSessionName(session).build();
    }
  }

  @Test
  @PodSystemProperties
  void healthIsThatOfTheProviderThatExistsAfterARefresh(IrsaLab lab) {
    Refreshing scope = new Refreshing();
    withoutSpringCloudAws()
        .withInitializer(context -> context.getBeanFactory().registerScope("refresh", scope))
        .withUserConfiguration(Refreshed.class)
        .run(
            context -> {
              AwsCredentialsProvider proxy =
                  context.getBean("refreshed", AwsCredentialsProvider.class);
              proxy.resolveCredentials();
              assertEquals("UP", ObservedHealth.of(context).status());

              lab.sts().faults().always(Fault.error("AccessDenied", 403, "as told"));
              Refreshed.session = "after";
              scope.refresh("scopedTarget.refreshed");
              assertEquals("UNKNOWN", ObservedHealth.of(context).status());
              assertThrows(IrsaCredentialsException.class, proxy::resolveCredentials);
              assertEquals("OUT_OF_SERVICE", ObservedHealth.of(context).status());
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "FALSE"})
  @PodSystemProperties
  void itCanBeDisabled(String disabled) {
    application
        .withPropertyValues("irsa.enabled=" + disabled)
        .run(
            context -> {
              assertInstanceOf(DefaultCredentialsProvider.class, provider(context));
              assertEquals("UNKNOWN", ObservedHealth.of(context).status());
            });
    withoutSpringCloudAws()
        .withPropertyValues("irsa.enabled=" + disabled)
        .run(
            context ->
                assertEquals(0, context.getBeanNamesForType(AwsCredentialsProvider.class).length));
  }

  @Test
  @PodSystemProperties
  void blankPropertiesCountAsAbsent() {
    application
        .withPropertyValues(
            Stream.of(IrsaProperties.class.getRecordComponents())
                .map(
                    each ->
                        "irsa."
                            + DataObjectPropertyName.toDashedForm(each.getName())
                            + "=${MISSING: }")
                .toArray(String[]::new))
        .run(
            context -> {
              assertNull(context.getStartupFailure());
              assertInstanceOf(IrsaCredentialsProvider.class, provider(context));
            });
  }

  @Test
  @PodSystemProperties
  void otherCredentialsOfSpringCloudAwsAreAnErrorThatNamesBoth(PodEnvironment pod) {
    Map<String, String> values =
        Map.of(
            "access-key", "AKIDEXAMPLE",
            "secret-key", "a-secret-key",
            "profile.name", "of-the-reports",
            "profile.path", "/home/me/credentials",
            "instance-profile", "true",
            "sts.role-arn", "arn:aws:iam::111122223333:role/other",
            "sts.web-identity-token-file", "/var/run/other",
            "sts.role-session-name", "of-others");
    String message =
        failureOfStart(
            application,
            values.entrySet().stream()
                .map(each -> "spring.cloud.aws.credentials." + each)
                .toArray(String[]::new));
    values.forEach(
        (key, value) -> {
          assertTrue(message.contains("- spring.cloud.aws.credentials." + key + ": "), message);
          assertFalse(message.contains(value), message);
        });
    assertTrue(message.contains(pod.variables().get("AWS_ROLE_ARN")), message);
    assertTrue(message.contains("(aws.roleArn)"), message);
    assertTrue(message.contains("irsa.enabled"), message);
  }

  @Test
  void credentialsThatOnlySpringCloudAwsReadsAreAnErrorWithoutIt() {
    String message =
        failureOfStart(
            withoutSpringCloudAws(), "spring.cloud.aws.credentials.profile.name=reports");

    assertTrue(message.contains("spring.cloud.aws.credentials.profile.name"), message);
  }

  @Test
  @PodSystemProperties
  void metersAreThoseOfTheBean() {
    application
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(
            context -> {
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              provider(context).resolveCredentials();
              // Actuator does this after the start.
              context.getBean(IrsaMetrics.class).bindTo(registry);

              // Ends only when the event has arrived.
              while (registry.find("irsa.refresh").timers().stream()
                  .allMatch(t -> t.count() == 0)) {
                Thread.onSpinWait();
              }
              assertEquals(1, registry.get("irsa.state").tag("state", "fresh").gauge().value());
              assertEquals(
                  1, registry.get("irsa.refresh").tag("outcome", "success").timer().count());
            });
  }

  @Test
  @PodSystemProperties
  void healthIsUpWhileCredentialsAreValidAndNamesTheFailureWithoutSecrets(
      IrsaLab lab, PodEnvironment pod) throws Exception {
    String token = Files.readString(pod.tokenFile());
    application.run(
        context -> {
          var provider = context.getBean(IrsaCredentialsProvider.class);
          var served = (AwsSessionCredentials) provider.resolveCredentials();
          assertEquals("UP", ObservedHealth.of(context).status());
          assertFalse(ObservedHealth.of(context).details().containsKey("failure"));

          lab.sts().faults().always(Fault.error("AccessDenied", 403, "not " + token));
          assertFalse(provider.refresh());

          ObservedHealth failing = ObservedHealth.of(context);
          assertEquals("UP", failing.status());
          assertEquals("DENIED", failing.detail("failure"));
          assertEquals("AccessDenied", failing.detail("failureCode"));
          assertEquals("FRESH", failing.detail("state"));
          for (String time : List.of("expiration", "nextRefresh", "failedAt")) {
            assertTrue(
                failing.detail(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"),
                failing::toString);
          }
          for (String secret :
              List.of(
                  token, served.accessKeyId(), served.secretAccessKey(), served.sessionToken())) {
            assertFalse(failing.toString().contains(secret), failing::toString);
          }
        });
  }

  @Test
  @PodSystemProperties
  void healthStaysUpWhileCallersWaitForTheReplacementOfRejectedCredentials(IrsaLab lab) {
    application.run(
        context -> {
          IrsaCredentialsProvider provider = context.getBean(IrsaCredentialsProvider.class);
          String rejected = provider.resolveCredentials().accessKeyId();
          Gate gate = Gate.closed();
          lab.sts().faults().next(Fault.gate(gate));
          provider.invalidate(rejected);

          ObservedHealth health = ObservedHealth.of(context);

          gate.open();
          assertEquals("UP", health.status());
          // The call must not be counted by another test.
          provider.resolveCredentials();
        });
  }

  @Test
  @PodSystemProperties
  void healthIsOutOfServiceWithoutCredentialsAndFetchesThem(IrsaLab lab) {
    BlockingQueue<IrsaEvent> events = new LinkedBlockingQueue<>();
    lab.sts().faults().next(Fault.error("AccessDenied", 403, "denied"));
    application
        .withBean("events", IrsaListener.class, () -> events::add)
        .run(
            context -> {
              assertInstanceOf(IrsaEvent.RefreshFailed.class, events.take());
              ObservedHealth first = ObservedHealth.of(context);
              assertEquals("OUT_OF_SERVICE", first.status());
              assertEquals("DENIED", first.detail("failure"));

              // Nobody else asks: the checks alone bring the pod back.
              while (!ObservedHealth.of(context).status().equals("UP")) {
                var unused = events.poll(100, TimeUnit.MILLISECONDS);
              }

              assertEquals(2, calls(lab));
            });
  }

  private record Reports(BlockingQueue<String> keys) {}

  /** A listener that reports to AWS. */
  @Configuration(proxyBeanMethods = false)
  static class Reporting {
    @Bean
    IrsaListener report(AwsCredentialsProvider credentials, Reports reports) {
      return event -> reports.keys().add(credentials.resolveCredentials().accessKeyId());
    }
  }

  @Test
  @PodSystemProperties
  void aListenerMayUseTheCredentialsThatItListensTo() {
    BlockingQueue<String> keys = new LinkedBlockingQueue<>();
    application
        .withBean(Reports.class, () -> new Reports(keys))
        .withUserConfiguration(Reporting.class)
        .run(
            context -> {
              assertNull(context.getStartupFailure());
              String key = provider(context).resolveCredentials().accessKeyId();
              assertEquals(key, keys.take());
            });
  }

  /** Also the meters, which are a listener as well. */
  @Test
  @PodSystemProperties
  void aListenerBeanThatBlocksDelaysOnlyItself() {
    CountDownLatch end = new CountDownLatch(1);
    BlockingQueue<IrsaEvent> events = new LinkedBlockingQueue<>();
    application
        .withBean("aBlocking", IrsaListener.class, () -> event -> awaitUninterrupted(end))
        .withBean("zOther", IrsaListener.class, () -> events::add)
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(
            context -> {
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              context.getBean(IrsaMetrics.class).bindTo(registry);

              assertNotNull(events.take());
              assertTrue(context.getBean(IrsaCredentialsProvider.class).refresh());
              assertNotNull(events.take());
              // Also a refresh that fails on a busy machine counts.
              while (registry.find("irsa.refresh").timers().stream().mapToLong(Timer::count).sum()
                  < 2) {
                Thread.onSpinWait();
              }
              end.countDown();
            });
  }

  /** A listener for one bean alone, one in a scope behind its proxy, and one in a scope without. */
  @Configuration(proxyBeanMethods = false)
  static class Scoped {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Bean(autowireCandidate = false)
    IrsaListener internal() {
      return event -> told.add("internal");
    }

    @Bean
    @Scope(value = "refresh", proxyMode = ScopedProxyMode.INTERFACES)
    IrsaListener refreshed() {
      return event -> told.add("refreshed");
    }

    @Bean
    @Scope("request")
    IrsaListener requested() {
      return event -> told.add("requested");
    }
  }

  @Test
  @PodSystemProperties
  void aListenerBeanIsToldOnceAndOnlyIfItIsForOthersInEveryScope() {
    application
        .withInitializer(
            context -> {
              context.getBeanFactory().registerScope("refresh", new SimpleThreadScope());
              context.getBeanFactory().registerScope("request", new OutsideRequests());
            })
        .withUserConfiguration(Scoped.class)
        .run(
            context -> {
              assertNull(context.getStartupFailure());
              BlockingQueue<String> told = context.getBean(Scoped.class).told;
              assertEquals("refreshed", told.take());
              assertTrue(context.getBean(IrsaCredentialsProvider.class).refresh());
              assertEquals("refreshed", told.take());
              assertEquals(
                  List.of("refreshed", "irsaMetrics"),
                  context.getBean(ListenerBeans.class).all().stream()
                      .map(ListenerBeans.ListenerBean::name)
                      .toList());
            });
  }

  /** A scope of which the start is not a part. */
  private static final class OutsideRequests extends SimpleThreadScope {
    @Override
    public Object get(String name, ObjectFactory<?> factory) {
      throw new IllegalStateException("outside of a request");
    }
  }

  private static void awaitUninterrupted(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void everyPropertyIsDescribedForEditorsAndOnThePage() throws Exception {
    // Not as a resource: the classes of the tests have one of their own.
    String metadata =
        Files.readString(
            Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json"));
    List<String> names =
        Arrays.stream(IrsaProperties.class.getRecordComponents())
            .map(
                component ->
                    component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
            .toList();

    assertTrue(names.contains("session-duration"), names::toString);
    for (Setting<?> setting : Setting.values()) {
      String property = setting.springProperty();
      assertTrue(
          property == null || names.contains(property.substring("irsa.".length())), property);
    }
    String page = Files.readString(Path.of("..", "..", "docs", "adopting.md"));
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
