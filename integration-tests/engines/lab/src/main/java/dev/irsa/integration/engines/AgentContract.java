package dev.irsa.integration.engines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.RequestRecord;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The required behaviour of the agent in software that takes no provider, and ends with the role of
 * the node: because S3A's own list never asks for a web identity, or because STS fails.
 */
@Tag("engines")
public abstract class AgentContract {

  private static final String AGENT = "-javaagent:" + System.getProperty("irsa.test.agent");
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

  @TempDir private Path home;

  private final AtomicInteger nodeRequests = new AtomicInteger();
  private IrsaLab lab;
  private ServiceAccount account;
  private PodEnvironment pod;
  private HttpServer node;

  @BeforeEach
  final void start() throws IOException {
    lab = IrsaLab.start();
    lab.objects().createBucket("data");
    account = lab.createServiceAccount("default", "my-sa", "AmazonS3FullAccess");
    pod = lab.startPod(account);
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext("/", this::answer);
    node.start();
  }

  @AfterEach
  final void close() {
    node.stop(0);
    lab.close();
  }

  /** Returns the SDK's property for the address of the instance metadata. */
  protected abstract String metadataProperty();

  /** Returns a program that writes a file, with what comes before the endpoint and the region. */
  protected List<String> application() {
    return List.of(S3aWriter.class.getName());
  }

  /** Returns whether the program asks for the credentials of the node alone. */
  protected boolean asksForTheNode() {
    return true;
  }

  @Test
  final void withTheAgentItGetsThePodsRole() throws Exception {
    assertEquals(0, write(AGENT), this::errors);

    assertEquals(Set.of(lab.roleOf(account).arn()), rolesSeenByS3(lab));
    assertEquals(0, nodeRequests.get());
    assertEquals(1, lab.requests().count("AssumeRoleWithWebIdentity"));
    assertEquals(
        asksForTheNode(),
        errors().contains("The application asks for the credentials of the node"),
        this::errors);
    assertFalse(errors().contains("[WARN] dev.irsa.agent"), this::errors);
  }

  @Test
  final void whileStsDeniesItFailsInsteadOfTakingTheNodesRole() throws Exception {
    lab.sts()
        .faults()
        .on("AssumeRoleWithWebIdentity")
        .always(Fault.error("AccessDenied", 403, "as told"));

    assertNotEquals(0, write(AGENT));

    assertTrue(errors().contains("AccessDenied"), this::errors);
    assertEquals(Set.of(), rolesSeenByS3(lab));
    assertEquals(0, nodeRequests.get());
  }

  @Test
  final void withoutTheAgentItTakesTheNodesRole() throws Exception {
    lab.sts().faults().on("AssumeRoleWithWebIdentity").always(Fault.throttle());

    int unused = write("-Dunused");

    assertTrue(nodeRequests.get() > 0, this::errors);
  }

  /** Writes a file in another JVM, without our providers, and returns its exit code. */
  private int write(String option) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-D" + metadataProperty() + "=http://127.0.0.1:" + node.getAddress().getPort(),
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                Pattern.compile(File.pathSeparator)
                    .splitAsStream(System.getProperty("java.class.path"))
                    .filter(entry -> !entry.contains("irsa-sdk"))
                    .collect(Collectors.joining(File.pathSeparator))));
    command.addAll(application());
    command.addAll(List.of(lab.s3().plainUri().toString(), lab.region()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(errorFile().toFile());
    builder.environment().clear();
    builder.environment().put("HOME", home.toString());
    builder.environment().put("USER", "app");
    builder.environment().putAll(pod.variables());
    builder.environment().put("AWS_ENDPOINT_URL_STS", pod.plainStsEndpoint().toString());
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES), this::errors);
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Returns the ARNs of the roles that have called S3. */
  static Set<String> rolesSeenByS3(IrsaLab lab) {
    return lab.requests().all().stream()
        .filter(request -> request.service().equals("s3"))
        .map(RequestRecord::callerArn)
        .map(arn -> arn.replace(":sts:", ":iam:").replace("assumed-role", "role"))
        .map(arn -> arn.substring(0, arn.lastIndexOf('/')))
        .collect(Collectors.toSet());
  }

  private Path errorFile() {
    return home.resolve("errors.txt");
  }

  private String errors() {
    try {
      return Files.readString(errorFile());
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }

  private void answer(HttpExchange request) throws IOException {
    String path = request.getRequestURI().getPath();
    nodeRequests.addAndGet(path.startsWith(ROLES) ? 1 : 0);
    request.getResponseHeaders().add("x-aws-ec2-metadata-token-ttl-seconds", "21600");
    byte[] body =
        (switch (path) {
              case "/latest/api/token" -> "token";
              case ROLES -> "node";
              default -> credentials();
            })
            .getBytes(UTF_8);
    request.sendResponseHeaders(200, body.length);
    request.getResponseBody().write(body);
    request.close();
  }

  private static String credentials() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return """
        {"Code": "Success", "LastUpdated": "%s", "Type": "AWS-HMAC",
         "AccessKeyId": "ASIANODENODENODENODE", "SecretAccessKey": "secret", "Token": "token",
         "Expiration": "%s"}"""
        .formatted(now, now.plus(6, ChronoUnit.HOURS));
  }
}
