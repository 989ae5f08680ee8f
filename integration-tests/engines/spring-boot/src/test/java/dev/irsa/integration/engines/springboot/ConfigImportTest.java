package dev.irsa.integration.engines.springboot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.integration.engines.PodInThisJvm;
import dev.irsa.integration.engines.PodInThisJvm.CredentialSource;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.guard.IdentityGuard;
import dev.irsa.policy.Role;
import dev.irsa.sdk.v2.IrsaCredentialsException;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.internal.InstanceMetadata;
import dev.irsa.testkit.server.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.cloud.context.encrypt.EncryptorFactory;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.util.ClassUtils;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Configuration that an application imports from AWS before it has beans, on a node whose role must
 * not be used.
 */
@Tag("engines")
@Timeout(180)
final class ConfigImportTest {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  /** What can be imported, and the client that becomes a bean. */
  enum Importer {
    S3("aws-s3:app/app.properties", S3Client.class) {
      @Override
      void call(ConfigurableApplicationContext application) {
        application
            .getBean(S3Client.class)
            .getObjectAsBytes(request -> request.bucket("app").key("app.properties"));
      }
    },
    SECRETS("aws-secretsmanager:app", SecretsManagerClient.class) {
      @Override
      void call(ConfigurableApplicationContext application) {
        application.getBean(SecretsManagerClient.class).getSecretValue(r -> r.secretId("app"));
      }
    },
    PARAMETERS("aws-parameterstore:/app/", SsmClient.class) {
      @Override
      void call(ConfigurableApplicationContext application) {
        application.getBean(SsmClient.class).getParametersByPath(request -> request.path("/app/"));
      }
    };

    final String location;
    final Class<? extends AwsClient> client;

    Importer(String location, Class<? extends AwsClient> client) {
      this.location = location;
      this.client = client;
    }

    abstract void call(ConfigurableApplicationContext application);
  }

  @TempDir private Path folder;

  private final RecordingAws aws = new RecordingAws();
  private ApplicationContextInitializer<ConfigurableApplicationContext> initializer =
      application -> {};
  private ResourceLoader resources = new DefaultResourceLoader();
  private PodInThisJvm pod;
  private InstanceMetadata node;
  private final long foreign = IrsaCredentialsProvider.foreignCalls();

  ConfigImportTest() throws IOException {
    // One of AWS's own for the guard.
    System.setProperty("aws.endpointUrlS3", aws.endpoint());
  }

  private void startPod(CredentialSource source) throws IOException {
    pod = PodInThisJvm.in(IrsaLab.start(), source);
    Role own = pod.lab().roleOf(pod.account());
    Role ofNode =
        pod.lab().iam().createRole("node", own.trustPolicy(), Duration.ofHours(1), List.of());
    node =
        InstanceMetadata.start(
            () ->
                pod.lab()
                    .accessKeys()
                    .issueSession(
                        ofNode, "i-0", pod.lab().time().clock().instant().plusSeconds(3600)));
    System.setProperty("aws.ec2MetadataServiceEndpoint", node.endpoint());
  }

  @AfterEach
  void close() {
    System.clearProperty("aws.ec2MetadataServiceEndpoint");
    System.clearProperty("aws.endpointUrlS3");
    if (pod != null) {
      node.close();
      pod.close();
    }
    aws.close();
  }

  /** Starts an application that imports in its own file, beside which stand further properties. */
  private ConfigurableApplicationContext run(Importer importer, String... properties)
      throws IOException {
    List<String> file = new ArrayList<>(List.of(properties));
    file.add("spring.config.import=" + importer.location);
    Files.write(folder.resolve("application.properties"), file);
    return new SpringApplicationBuilder(resources, Application.class)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.config.location=" + folder.toUri(),
            "spring.cloud.aws.region.static=ap-northeast-2",
            "spring.cloud.aws.endpoint=" + aws.endpoint())
        .initializers(initializer)
        .run();
  }

  /** Returns whose requests AWS has got. */
  private Set<String> callers() {
    Set<String> callers = new TreeSet<>();
    for (String key : aws.signers()) {
      callers.add(
          pod.lab().accessKeys().find(key).map(found -> found.principal().arn()).orElse(key));
    }
    return callers;
  }

  private void assertAllAreOfThePod(int atLeast) {
    assertTrue(aws.signers().size() >= atLeast, () -> aws.signers().toString());
    Role role = pod.lab().roleOf(pod.account());
    Set<String> callers = callers();
    assertEquals(1, callers.size(), callers::toString);
    String prefix = role.sessionArn("");
    assertTrue(callers.iterator().next().startsWith(prefix), callers::toString);
    assertEquals(0, node.requests());
    assertEquals(1, pod.exchanges().size());
    assertEquals(foreign, IrsaCredentialsProvider.foreignCalls());
  }

  static Stream<Arguments> importers() {
    return Stream.of(Importer.values())
        .flatMap(
            importer ->
                Stream.of(CredentialSource.values()).map(source -> Arguments.of(importer, source)));
  }

  @ParameterizedTest
  @MethodSource("importers")
  void thePodsRoleSignsTheImportAndWhatFollowsInOneSession(
      Importer importer, CredentialSource source) throws IOException {
    startPod(source);
    try (ConfigurableApplicationContext application = run(importer)) {
      assertEquals("hello", application.getEnvironment().getProperty("greeting"));

      importer.call(application);
      application.getBean(IrsaCredentialsProvider.class).resolveCredentials();

      assertAllAreOfThePod(2);
      assertInstanceOf(
          IrsaCredentialsProvider.class,
          application.getBean(importer.client).serviceClientConfiguration().credentialsProvider());
    }
  }

  /** As the reload strategy {@code restart_context} and development tools do. */
  @ParameterizedTest
  @EnumSource
  void anApplicationThatStartsAgainKeepsTheSession(Importer importer) throws IOException {
    startPod(CredentialSource.IRSA);
    for (int start = 0; start < 2; start++) {
      try (ConfigurableApplicationContext application = run(importer)) {
        importer.call(application);
      }
    }
    assertAllAreOfThePod(4);
  }

  @ParameterizedTest
  @MethodSource("importers")
  void aDeniedPodFailsTheStartInsteadOfReadingAsTheNode(Importer importer, CredentialSource source)
      throws IOException {
    startPod(source);
    deny(source);

    assertStartFails(importer);
  }

  private void deny(CredentialSource source) {
    var faults =
        source == CredentialSource.IRSA ? pod.lab().sts().faults() : pod.lab().eksAuth().faults();
    faults.always(Fault.error("AccessDenied", 403, "as told"));
  }

  @ParameterizedTest
  @EnumSource
  void aPodWithoutATokenFailsTheStartInsteadOfReadingAsTheNode(Importer importer)
      throws IOException {
    startPod(CredentialSource.IRSA);
    Files.delete(pod.pod().tokenFile());

    assertStartFails(importer, "irsa.deadline=1s");
  }

  /** With the module of STS, Spring Cloud AWS takes the web identity or nothing. */
  private static final boolean HAS_STS =
      ClassUtils.isPresent("software.amazon.awssdk.services.sts.StsClient", null);

  /** What is registered for imports in the starter's {@code spring.factories} is not found. */
  private static final class WithoutRegistration extends ClassLoader {
    WithoutRegistration() {
      super(ConfigImportTest.class.getClassLoader());
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      List<URL> found = Collections.list(super.getResources(name));
      if (name.equals(SpringFactoriesLoader.FACTORIES_RESOURCE_LOCATION)) {
        found.removeIf(url -> url.getPath().contains("irsa-spring-boot-starter"));
      }
      return Collections.enumeration(found);
    }
  }

  /** Prepares a pod that is denied its role, in which Spring Cloud AWS is left to itself. */
  private void leaveImportsToSpringCloudAws() throws IOException {
    startPod(CredentialSource.IRSA);
    deny(CredentialSource.IRSA);
    resources = new DefaultResourceLoader(new WithoutRegistration());
    // As in a new process.
    IdentityGuard.shared().useWhileStarting(GivenSettings.none());
  }

  @ParameterizedTest
  @EnumSource
  void anImportWithoutOurProviderReadsAsTheNodeAndIsReported(Importer importer) throws IOException {
    leaveImportsToSpringCloudAws();
    if (HAS_STS) {
      assertThrows(RuntimeException.class, () -> run(importer).close());
      assertEquals(List.of(), aws.signers());
      assertEquals(foreign, IrsaCredentialsProvider.foreignCalls());
      return;
    }
    run(importer).close();

    // Of the node, perhaps of that of an earlier test: the SDK shares a chain.
    String ofPod = pod.lab().roleOf(pod.account()).sessionArn("");
    assertFalse(callers().toString().contains(ofPod), callers()::toString);
    assertEquals(foreign + aws.signers().size(), IrsaCredentialsProvider.foreignCalls());
  }

  @ParameterizedTest
  @EnumSource
  void anImportWithoutOurProviderIsNotSentWithDeny(Importer importer) throws IOException {
    leaveImportsToSpringCloudAws();
    System.setProperty("irsa.guard", "deny");
    try {
      assertThrows(RuntimeException.class, () -> run(importer).close());
    } finally {
      System.clearProperty("irsa.guard");
    }

    assertEquals(List.of(), aws.signers());
    assertEquals(!HAS_STS, IrsaCredentialsProvider.foreignCalls() > foreign);
  }

  private void assertStartFails(Importer importer, String... properties) {
    RuntimeException failure =
        assertThrows(RuntimeException.class, () -> run(importer, properties).close());

    FailureAnalysis analysis = analysisOf(failure);
    assertInstanceOf(IrsaCredentialsException.class, analysis.getCause(), failure::toString);
    assertTrue(analysis.getDescription().contains("(irsa)"), analysis::getDescription);
    assertFalse(analysis.getAction().isBlank());
    assertEquals(List.of(), aws.signers());
    assertEquals(0, node.requests());
  }

  @ParameterizedTest
  @EnumSource
  void propertiesOfTheFileThatImportsCount(Importer importer) throws IOException {
    startPod(CredentialSource.IRSA);
    try (ConfigurableApplicationContext application =
        run(importer, "irsa.role-session-name=of-the-file")) {
      importer.call(application);
      application.getBean(IrsaCredentialsProvider.class).resolveCredentials();

      assertAllAreOfThePod(2);
      String session = pod.lab().roleOf(pod.account()).sessionArn("of-the-file");
      assertEquals(Set.of(session), callers());
    }
  }

  @Test
  void anInvalidConfigurationFailsTheStartWithTheAnalysisOfTheBean() throws IOException {
    startPod(CredentialSource.IRSA);
    FailureAnalysis analysis =
        analysisOfStart(
            "irsa.session-duration=5m",
            "irsa.role-arm=arn",
            "spring.cloud.aws.credentials.profile.name=reports");

    String text = analysis.getDescription() + analysis.getAction();
    for (String part :
        List.of(
            "\n    irsa.session-duration: ",
            "(from \"5m\" in ",
            "application.properties",
            "900 to 43200",
            "\n    irsa.role-arm: is not a property of irsa",
            "\n    spring.cloud.aws.credentials.profile.name: ")) {
      assertTrue(text.contains(part), text);
    }
    assertEquals(List.of(), aws.signers());
  }

  private FailureAnalysis analysisOfStart(String... properties) {
    RuntimeException failure =
        assertThrows(RuntimeException.class, () -> run(Importer.S3, properties).close());
    return analysisOf(failure);
  }

  private static FailureAnalysis analysisOf(RuntimeException failure) {
    // As Spring Boot does while there is no application context.
    return SpringFactoriesLoader.forDefaultResourceLocation()
        .load(FailureAnalyzer.class, (ArgumentResolver) null, (type, name, broken) -> {})
        .stream()
        .map(each -> analysis(each, failure))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  private static @Nullable FailureAnalysis analysis(FailureAnalyzer analyzer, Throwable failure) {
    try {
      return analyzer.analyze(failure);
    } catch (RuntimeException needsContext) {
      return null;
    }
  }

  /** The client of the import is the bean by then, and would go on as the pod's own role. */
  @Test
  void aRoleThatTheImportItselfBringsFailsTheStart() throws IOException {
    startPod(CredentialSource.IRSA);
    aws.set("irsa.role-arn", pod.createRole("other"));

    FailureAnalysis analysis = analysisOfStart();

    assertTrue(analysis.getDescription().contains("\n    irsa.role-arn: "), analysis::toString);
    assertTrue(
        analysis.getAction().contains("the file that contains spring.config.import"),
        analysis::toString);
  }

  /** As in a file of the profile, which is read after the import that all profiles have. */
  private void profile(String... properties) throws IOException {
    Files.write(folder.resolve("application-prod.properties"), List.of(properties));
  }

  private void assertSetTooLate(String... properties) throws IOException {
    FailureAnalysis analysis = analysisOfStart("spring.profiles.active=prod", properties[0]);

    for (String late : List.of(properties).subList(1, properties.length)) {
      String said =
          "\n    " + late + ": is set too late: the clients of spring.config.import exist";
      assertTrue(analysis.getDescription().contains(said), analysis::toString);
    }
  }

  /** Nothing is injected: without a rule, Spring Cloud AWS would read as the node. */
  @ParameterizedTest
  @ValueSource(strings = {"irsa.identity-source=web-identity", "irsa.role-arm=arn"})
  void aPropertyThatMayNameAnIdentityNeverReadsAsTheNode(String property) throws IOException {
    startPod(CredentialSource.IRSA);
    String role = System.clearProperty("aws.roleArn");
    String file = System.clearProperty("aws.webIdentityTokenFile");
    try {
      FailureAnalysis analysis = analysisOfStart(property);

      assertTrue(analysis.getDescription().contains("(irsa)"), analysis::getDescription);
      assertEquals(List.of(), aws.signers());
      assertEquals(0, node.requests());
    } finally {
      System.setProperty("aws.roleArn", role);
      System.setProperty("aws.webIdentityTokenFile", file);
    }
  }

  /** Spring Cloud AWS made the client of the import, with its own chain. */
  @Test
  void aProfileThatEnablesItAfterTheImportFailsTheStart() throws IOException {
    startPod(CredentialSource.IRSA);
    profile("irsa.enabled=true");

    assertSetTooLate("irsa.enabled=false", "irsa.enabled");
  }

  @Test
  void aProfileThatDisablesItAfterTheImportFailsTheStart() throws IOException {
    startPod(CredentialSource.IRSA);
    profile("irsa.enabled=no");

    assertSetTooLate("irsa.enabled=true", "irsa.enabled");
  }

  /** The process becomes a pod only then. */
  @Test
  void aRoleAndTokenFileThatOnlyAProfileSetsFailTheStart() throws IOException {
    startPod(CredentialSource.IRSA);
    String role = System.clearProperty("aws.roleArn");
    String file = System.clearProperty("aws.webIdentityTokenFile");
    profile("irsa.role-arn=" + role, "irsa.web-identity-token-file=" + file);

    assertSetTooLate("irsa.role-session-name=", "irsa.role-arn", "irsa.web-identity-token-file");
  }

  @Test
  void everyPropertyThatChangesTheSessionFailsTheStartIfItComesAfterTheImport() throws IOException {
    startPod(CredentialSource.IRSA);
    Map<String, String> properties = new TreeMap<>();
    properties.put("irsa.role-arn", "arn:aws:iam::111122223333:role/other");
    properties.put("irsa.web-identity-token-file", "/var/run/other");
    properties.put("irsa.identity-source", "web-identity");
    properties.put("irsa.role-session-name", "other");
    properties.put("irsa.region", "eu-west-3");
    properties.put("irsa.sts-spare", "eu-central-1");
    properties.put("irsa.session-duration", "2h");
    properties.put("irsa.advisory-window", "1h");
    properties.put("irsa.static-stability", "1h");
    properties.put("irsa.chained-role-arn", "arn:aws:iam::111122223333:role/partner");
    properties.put("irsa.chained-role-session-name", "other");
    properties.put("irsa.chained-role-external-id", "customer-7");
    List<String> lines = new ArrayList<>();
    properties.forEach((name, value) -> lines.add(name + "=" + value));
    profile(lines.toArray(String[]::new));

    List<String> expected = new ArrayList<>(List.of("irsa.deadline=10s"));
    expected.addAll(properties.keySet());
    assertSetTooLate(expected.toArray(String[]::new));
  }

  /** Spelling is not a value; deadline and guard are not parts of a session. */
  @Test
  void aProfileThatChangesNothingStarts() throws IOException {
    startPod(CredentialSource.IRSA);
    profile(
        "irsa.enabled=on",
        "irsa.role-arn=",
        "irsa.role-session-name=\\u0020orders\\u0020",
        "irsa.session-duration=3600s",
        "irsa.static-stability=0m",
        "irsa.region=" + System.getProperty("aws.region"),
        "irsa.guard=deny",
        "irsa.guard-allow=profile",
        "irsa.deadline=10s");
    try (ConfigurableApplicationContext application =
        run(
            Importer.S3,
            "spring.profiles.active=prod",
            "irsa.role-session-name=orders",
            "irsa.session-duration=1h")) {
      Importer.S3.call(application);
      application.getBean(IrsaCredentialsProvider.class).resolveCredentials();

      assertAllAreOfThePod(2);
    }
  }

  @Test
  void encryptedPropertiesCountAsSpringCloudDecryptsThem() throws IOException {
    startPod(CredentialSource.IRSA);
    System.setProperty("encrypt.key", "a-key-of-the-test");
    try {
      String encrypted =
          new EncryptorFactory().create("a-key-of-the-test").encrypt("of-the-cipher");
      try (ConfigurableApplicationContext application =
          run(Importer.S3, "irsa.role-session-name={cipher}" + encrypted)) {
        Importer.S3.call(application);
        application.getBean(IrsaCredentialsProvider.class).resolveCredentials();

        assertAllAreOfThePod(2);
        String session = pod.lab().roleOf(pod.account()).sessionArn("of-the-cipher");
        assertEquals(Set.of(session), callers());
      }
    } finally {
      System.clearProperty("encrypt.key");
    }
  }

  /** Spring Boot's log drops lines until the environment is complete; meters are made later. */
  @Test
  void whatHappensAtTheImportIsLoggedAndCounted() throws Exception {
    startPod(CredentialSource.IRSA);
    PrintStream console = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    try (ConfigurableApplicationContext application = run(Importer.S3)) {
      MeterRegistry registry = application.getBean(MeterRegistry.class);
      application.getBean(IrsaCredentialsProvider.class).resolveCredentials();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (System.nanoTime() < end
          && registry.find("irsa.refresh").tag("outcome", "success").timers().stream()
              .allMatch(each -> each.count() == 0)) {
        Thread.onSpinWait();
      }
      assertEquals(1, registry.get("irsa.exchange.calls").tag("code", "OK").counter().count());
    } finally {
      System.setOut(console);
    }
    String log = written.toString(StandardCharsets.UTF_8);
    assertEquals(2, log.split("Using role " + pod.roleArn(), -1).length, log);
    assertEquals(1, pod.exchanges().size());
  }

  @Test
  void anImportThatFailsLeavesNoSessionInUse() throws Exception {
    startPod(CredentialSource.IRSA);
    aws.close();

    assertThrows(RuntimeException.class, () -> run(Importer.S3).close());

    // It ends when no session has a user.
    for (Thread each : Thread.getAllStackTraces().keySet()) {
      if (each.getName().startsWith("irsa-loop")) {
        each.join(20_000);
        assertFalse(each.isAlive());
      }
    }
  }

  @Test
  void aStartThatFailsAfterTheImportClosesItsProvider() throws IOException {
    startPod(CredentialSource.IRSA);
    AtomicReference<IrsaCredentialsProvider> used = new AtomicReference<>();
    initializer =
        application ->
            application.addBeanFactoryPostProcessor(
                beans -> {
                  used.set(
                      (IrsaCredentialsProvider)
                          beans
                              .getBean(S3Client.class)
                              .serviceClientConfiguration()
                              .credentialsProvider());
                  throw new BeanCreationException("as told");
                });

    assertThrows(BeanCreationException.class, () -> run(Importer.S3).close());

    // Only a provider that was closed reads properties again.
    System.setProperty("aws.roleSessionName", "later");
    try {
      String key = used.get().resolveCredentials().accessKeyId();
      String session = pod.lab().roleOf(pod.account()).sessionArn("later");
      assertEquals(session, pod.lab().accessKeys().find(key).orElseThrow().principal().arn());
    } finally {
      System.clearProperty("aws.roleSessionName");
    }
  }

  @ParameterizedTest
  @EnumSource
  void outsideAPodItIsLeftToSpringCloudAws(Importer importer) throws IOException {
    assertSignedBySpringCloudAws(importer);
    assertEquals(foreign, IrsaCredentialsProvider.foreignCalls());
  }

  @ParameterizedTest
  @EnumSource
  void aPodInWhichItIsDisabledIsLeftToSpringCloudAwsAndReported(Importer importer)
      throws IOException {
    startPod(CredentialSource.IRSA);
    IrsaCredentials.discardAll();
    PrintStream console = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      assertSignedBySpringCloudAws(importer, "irsa.enabled=off");
    } finally {
      System.setOut(console);
    }

    assertEquals(foreign + aws.signers().size(), IrsaCredentialsProvider.foreignCalls());
    String log = written.toString(StandardCharsets.UTF_8);
    assertTrue(log.contains("irsa is switched off by irsa.enabled"), log);
    assertTrue(
        log.matches("(?s).*Another identity: .* of spring.config.import is signed by.*"), log);
  }

  private void assertSignedBySpringCloudAws(Importer importer, String... properties)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(properties));
    all.add("spring.cloud.aws.credentials.access-key=AKIDLAPTOP");
    all.add("spring.cloud.aws.credentials.secret-key=secret");
    try (ConfigurableApplicationContext application = run(importer, all.toArray(String[]::new))) {
      assertEquals("hello", application.getEnvironment().getProperty("greeting"));
      assertEquals(Set.of("AKIDLAPTOP"), Set.copyOf(aws.signers()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void configurationIsReloadedByThePodsRole(Importer importer) throws Exception {
    startPod(CredentialSource.IRSA);
    String prefix =
        "spring.cloud.aws."
            + switch (importer) {
              case S3 -> "s3.config";
              case SECRETS -> "secretsmanager";
              case PARAMETERS -> "parameterstore";
            };
    try (ConfigurableApplicationContext application =
        run(importer, prefix + ".reload.strategy=refresh", prefix + ".reload.period=PT0.1S")) {
      BlockingQueue<Set<String>> changes = new LinkedBlockingQueue<>();
      application.addApplicationListener(
          new ApplicationListener<EnvironmentChangeEvent>() {
            @Override
            public void onApplicationEvent(EnvironmentChangeEvent event) {
              changes.add(event.getKeys());
            }
          });

      aws.set("greeting", "good evening");

      assertTrue(changes.take().contains("greeting"));
      assertEquals("good evening", application.getEnvironment().getProperty("greeting"));
      assertAllAreOfThePod(2);
    }
    assertFalse(aws.signers().contains("nobody"));
  }
}
