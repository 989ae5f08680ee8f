package dev.irsa.integration.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds the applications of {@code examples/} with the artifacts that are published, and runs each
 * against {@code irsa lab --serve}, in the environment of a pod. What the lab does not emulate has
 * a counterpart here that notes which key has signed.
 */
@Tag("release")
@Timeout(300)
class RunnableExamplesTest {

  private static final Pattern SIGNER = Pattern.compile("X-Amz-Credential=(ASIA\\w+)%2F");

  @TempDir private static Path folder;

  /** One build of all, which are projects of their own: this takes less time than four. */
  @BeforeAll
  static void build() throws IOException, InterruptedException {
    LocalRepository repository = LocalRepository.install(folder.resolve("repository"));
    StringBuilder modules = new StringBuilder();
    for (RunnableExample each : RunnableExample.all()) {
      modules.append("<module>").append(each.copyInto(folder).name()).append("</module>");
    }
    Files.writeString(
        folder.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.example</groupId>
          <artifactId>examples</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <modules>%s</modules>
        </project>
        """
            .formatted(modules));
    repository.maven(folder, "-q", "-T2", "package");
  }

  private static RunnableExample example(String name) {
    return new RunnableExample(folder.resolve(name));
  }

  private static void assertLog(RunnableExample example, RunningProgram program)
      throws InterruptedException {
    for (Pattern line : example.log()) {
      Matcher unused = program.await(line);
    }
  }

  @Test
  void anApplicationWithSpringBootUsesOneSessionOfThePodForEverything() throws Exception {
    RunnableExample example = example("spring-boot");
    try (PasswordServer database = new PasswordServer();
        RunningProgram lab = example.startLab();
        RecordingServices aws =
            new RecordingServices(
                Map.of(
                    "/orders/bucket", "orders-receipts",
                    "/orders/queue", "orders",
                    "/orders/spring.datasource.url",
                        "jdbc:postgresql://127.0.0.1:" + database.port() + "/orders",
                    "/orders/spring.datasource.username", "orders"))) {
      Map<String, String> pod = example.environment(lab);
      pod.put("AWS_ENDPOINT_URL_SQS", aws.endpoint());
      pod.put("AWS_ENDPOINT_URL_SSM", aws.endpoint());
      pod.put("SERVER_PORT", "0");
      aws.send("two apples");
      try (RunningProgram orders =
          RunningProgram.java(example.folder(), pod, "-jar", "target/orders.jar")) {
        assertLog(example, orders);

        assertTrue(aws.awaitDeletion().contains("receipt-of-two apples"), orders::output);
        String port = orders.await(Pattern.compile("started on port (\\d+)")).group(1);
        assertReady("http://127.0.0.1:" + port + "/actuator/health/readiness");
        assertEquals(1, aws.signers("ssm").size(), orders::output);
        assertEquals(aws.signers("ssm"), aws.signers("sqs"), orders::output);
        assertEquals(aws.signers("ssm"), signers(database.passwords()), orders::output);
        assertTrue(database.statements().toString().contains("insert into orders"));
      }
    }
  }

  private static void assertReady(String uri) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(uri)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), response::body);
    assertTrue(response.body().contains("\"irsa\":"), response::body);
  }

  private static Set<String> signers(List<String> passwords) {
    return passwords.stream()
        .map(
            password -> {
              Matcher signer = SIGNER.matcher(password);
              assertTrue(signer.find(), "a password that no session has signed");
              return signer.group(1);
            })
        .collect(Collectors.toSet());
  }

  @Test
  void aReportOfAnotherAccountIsReadByItsRoleAndWrittenByThePods() throws Exception {
    RunnableExample example = example("cross-account");
    try (RunningProgram lab = example.startLab()) {
      Map<String, String> pod = example.environment(lab);
      // The lab has one account.
      pod.computeIfPresent(
          "PARTNER_ROLE_ARN", (name, arn) -> arn.replace("444455556666", "111122223333"));
      try (RunningProgram copier =
          RunningProgram.java(example.folder(), pod, "-jar", "target/copier.jar")) {
        assertLog(example, copier);
      }
    }
  }

  @Test
  void aKafkaClientLogsInToMskWithThePodsRole(@TempDir Path keys) throws Exception {
    RunnableExample example = example("kafka");
    TestCertificate certificate = TestCertificate.create(keys);
    try (RunningProgram lab = example.startLab();
        MskBroker broker = new MskBroker(certificate.server(), "clicks")) {
      Map<String, String> pod = example.environment(lab);
      pod.put("BOOTSTRAP_SERVERS", broker.address());
      pod.computeIfPresent("JAVA_TOOL_OPTIONS", (name, options) -> certificate.trusted(options));
      try (RunningProgram clicks =
          RunningProgram.java(example.folder(), pod, "-jar", "target/clicks.jar")) {
        assertLog(example, clicks);

        for (String login : broker.logins()) {
          Map<String, Object> fields = JSONObjectUtils.parse(login);
          assertEquals("kafka-cluster:Connect", fields.get("action"));
          assertTrue(
              String.valueOf(fields.get("x-amz-credential"))
                  .matches("ASIA\\w+/\\d+/ap-northeast-2/kafka-cluster/aws4_request"),
              clicks::output);
        }
        assertTrue(broker.logins().size() > 0, clicks::output);
      }
    }
  }

  /** The command of the image, with its folders below one of this machine. */
  @Test
  void anUnmodifiedJarUsesThePodsRoleInAnImageWithTheAgent() throws Exception {
    RunnableExample example = example("agent");
    ContainerImage image = ContainerImage.build(example.folder(), folder.resolve("image"));
    try (RunningProgram lab = example.startLab()) {
      Map<String, String> pod = example.environment(lab);
      image
          .environment()
          .forEach(
              (name, value) -> pod.merge(name, value, (first, second) -> first + " " + second));
      try (RunningProgram legacy = RunningProgram.java(image.root(), pod, image.javaArguments())) {
        assertLog(example, legacy);
      }
    }
  }
}
