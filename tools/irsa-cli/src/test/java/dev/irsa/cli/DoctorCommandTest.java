package dev.irsa.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {

  private static final int CHECKS = 41;

  @TempDir private Path directory;

  private IrsaLab lab;
  private ServiceAccount account;
  private PodEnvironment pod;

  @BeforeEach
  void startPod() {
    lab = IrsaLab.start();
    account = lab.createServiceAccount("shop", "cart");
    pod = lab.startPod(account);
  }

  @AfterEach
  void closeLab() {
    lab.close();
  }

  /** Returns the pod's environment, with the issuer behind the lab's proxy. */
  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>(pod.exports());
    environment.put("https_proxy", lab.proxy().uri().toString());
    environment.put("HOME", directory.toString());
    return environment;
  }

  @Test
  void aHealthyPodEndsWithExitCodeZero() {
    Console console = Console.pipe(environment());

    int exitCode = console.run("doctor");

    assertEquals(0, exitCode, () -> console.out() + console.err());
    List<String> lines = console.out().lines().toList();
    assertTrue(
        lines.stream().filter(line -> line.matches("(IRSA|POD|OUT)-\\d\\d .*")).count()
            <= CHECKS - 12,
        "what is skipped for one reason is one line: " + console.out());
    assertTrue(lines.get(lines.size() - 1).startsWith("Healthy"), console::out);
    assertFalse(console.out().contains("\u001b"), "escape sequences in a pipe");
    assertEquals("", console.err());
  }

  @Test
  void aFailedCheckEndsWithExitCodeOneAndTheMostLikelyCause() {
    lab.deleteServiceAccount(account);
    Console console = Console.pipe(environment());

    int exitCode = console.run("doctor");

    assertEquals(1, exitCode, console::out);
    List<String> lines = console.out().lines().toList();
    assertTrue(lines.get(lines.size() - 1).startsWith("Most likely cause: IRSA-02"), console::out);
    assertTrue(
        lines.stream().anyMatch(line -> line.startsWith("IRSA-02  FAIL  trust policy: subject  ")),
        console::out);
    assertTrue(console.out().contains("aws iam update-assume-role-policy"), console::out);
  }

  @Test
  void jsonIsOneDocument() throws Exception {
    Console console = Console.pipe(environment());

    int exitCode = console.run("doctor", "--json");

    assertEquals(0, exitCode, console::out);
    assertEquals(1, console.out().lines().count());
    Map<String, Object> document = JSONObjectUtils.parse(console.out());
    assertTrue(document.containsKey("cause"));
    assertEquals(null, document.get("cause"));
    List<?> checks = (List<?>) document.get("checks");
    assertEquals(CHECKS, checks.size());
    assertEquals(
        Set.of("id", "title", "verdict", "found", "fix", "millis"),
        ((Map<?, ?>) checks.get(0)).keySet());
  }

  @Test
  void aPodIsExaminedFromOutsideByItsFilesAndEnvironment() throws IOException {
    Path root = Files.createDirectories(directory.resolve("root"));
    Path token = root.resolve("token");
    Files.writeString(token, Files.readString(pod.tokenFile()));
    Map<String, String> environment = new LinkedHashMap<>(environment());
    environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
    environment.keySet().removeAll(List.of("AWS_CA_BUNDLE", "JAVA_TOOL_OPTIONS"));
    Path file = directory.resolve("env");
    Files.writeString(
        file,
        environment.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n", "# the pod's\n\n", "\n")));
    Console console = Console.pipe(Map.of("AWS_ROLE_ARN", "of this process"));

    int exitCode = console.line("doctor --offline --env-file %s --root %s".formatted(file, root));

    assertEquals(0, exitCode, console::out);
    assertTrue(console.out().contains(lab.roleOf(account).arn()), console::out);
    assertTrue(console.out().contains("IRSA-13  WARN"), console::out);
  }

  @Test
  void optionsReachTheDoctor() throws IOException {
    Path policy =
        Files.writeString(
            directory.resolve("trust.json"),
            lab.roleOf(account).trustPolicy().json().replace(":shop:cart", ":shop:*"));
    String role = lab.roleOf(account).arn();
    Console console = Console.pipe(environment());

    int exitCode =
        console.line(
            "doctor --offline --trust-policy %s --classpath %s --expect-role %s --chain %s --external-id id --wait --kubernetes"
                .formatted(policy, System.getProperty("java.class.path"), role, role));

    assertEquals(1, exitCode, console::out);
    assertTrue(console.out().contains("use StringLike"), console::out);
    assertTrue(console.out().contains("IRSA-25  PASS"), console::out);
  }

  @Test
  void aTokenForAServiceIsJudgedAndNotPrinted() {
    lab.allowOutboundTokens(account, "https://api.example.com");
    Console right = Console.pipe(environment());
    assertEquals(
        0,
        right.line("doctor --audience https://api.example.com --duration 60 --algorithm ES384"),
        right::out);
    assertTrue(right.out().contains("lasts 1 min"), right::out);
    assertTrue(right.out().contains("aud [https://api.example.com], ES384"), right::out);
    assertFalse(right.out().contains("eyJ"), right::out);
  }

  @Test
  void aManifestIsExaminedBeforeItIsApplied() {
    String manifest =
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: cart, annotations: {eks.amazon.com/role-arn: "arn:aws:iam::111122223333:role/cart"}}
        """;

    Console wrong = Console.pipe(Map.of(), manifest);
    assertEquals(1, wrong.run("doctor", "--manifest", "-"), wrong::err);
    assertTrue(wrong.out().startsWith("IRSA-05  FAIL  role ARN and annotation"), wrong::out);
    assertTrue(wrong.out().contains("  stdin:3:38: the service account default/cart"), wrong::out);
    assertTrue(wrong.out().contains("See docs/errors.md#irsa-05"), wrong::out);

    Console suppressed = Console.pipe(Map.of(), manifest);
    assertEquals(0, suppressed.run("doctor", "--manifest", "-", "--suppress", "IRSA-05"));
    assertEquals("No service account in the manifests has a role.", suppressed.out().strip());

    Console right = Console.pipe(Map.of(), manifest.replace("amazon.com", "amazonaws.com"));
    assertEquals(0, right.run("doctor", "--json", "--manifest", "-"));
    assertEquals("{\"checks\":[],\"cause\":null}", right.out().strip());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --bogus | Unknown option: '--bogus'
          --root | Missing required parameter
          pod | Unmatched argument
          --trust-policy /nowhere/t.json | /nowhere/t.json
          --env-file /nowhere | /nowhere
          --root /nowhere | /nowhere: is not a directory
          --classpath /nowhere | none of its entries
          --expect-role x | expected role
          --chain x | chained role
          --manifest /nowhere.yaml | /nowhere.yaml
          --manifest - | stdin:1:1: expected
          --external-id x | needs --chain
          --duration 60 | --duration: needs --audience
          --algorithm ES384 | --algorithm: needs --audience
          --audience a --algorithm HS256 | ES384
          --audience a --duration 59 | outbound token: duration
          """)
  void aMistakeIsOneLineAndExitCodeTwo(String arguments, String expected) {
    Console console = Console.pipe(environment(), "a text");
    assertEquals(2, console.line("doctor " + arguments), console::err);
    assertEquals("", console.out());
    assertEquals(1, console.err().lines().count(), console::err);
    assertTrue(console.err().contains(expected), console::err);
  }

  @ParameterizedTest
  @CsvSource({
    "doctor --env-file, write it to a file first",
    "doctor --trust-policy, write it to a file first",
    "doctor --manifest, 'use - for the standard input, or write it to a file first'",
    "lab --serve --world, write it to a file first"
  })
  void aPipeAndALongFileAreRefused(String arguments, String instead) throws Exception {
    Path pipe = directory.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path large = directory.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(300L << 20);
    }

    for (Path file : List.of(pipe, large)) {
      Console console = Console.pipe(Map.of());
      int exitCode =
          assertTimeoutPreemptively(
              Duration.ofSeconds(30), () -> console.line(arguments + " " + file));

      assertEquals(2, exitCode, console::err);
      assertEquals(1, console.err().lines().count(), console::err);
      String problem = file == pipe ? "a pipe, socket or device; " + instead : "longer than ";
      assertTrue(console.err().startsWith("irsa: " + file + ": is " + problem), console::err);
    }
  }

  @Test
  void aManifestFromAPipeIsBoundedToo() {
    Console console = Console.pipe(Map.of(), " ".repeat((32 << 20) + 1));

    assertEquals(2, console.run("doctor", "--manifest", "-"), console::err);

    assertEquals("irsa: stdin: is longer than 32 MiB", console.err().strip());
  }

  @Test
  void aManifestThatTheHeapCannotHoldIsOneLineAndExitCodeTwo() throws Exception {
    Path file = directory.resolve("large.yaml");
    Files.writeString(file, "apiVersion: v1\nkind: ConfigMap\ndata:\n" + "- a\n".repeat(1_000_000));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.irsa.cli.Irsa",
                "doctor",
                "--manifest",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(2, process.waitFor(), printed);
    assertEquals(1, printed.lines().count(), printed);
    assertTrue(printed.startsWith("irsa: --manifest: the heap is too small"), printed);
  }
}
