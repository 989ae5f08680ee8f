package dev.irsa.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadInputTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/app";
  private static final String NOWHERE = "/nonexistent/token";

  static Stream<Arguments> environments() {
    return Stream.of(
        arguments(
            "missing variables",
            Map.of(),
            List.of("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "annotate")),
        arguments(
            "a missing token file",
            irsa(NOWHERE, "eu-west-1"),
            List.of(NOWHERE + " does not exist", "Check AWS_WEB_IDENTITY_TOKEN_FILE")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("environments")
  void errorsAreReportedOnceWithOriginAndFix(
      String what, Map<String, String> environment, List<String> expected) {
    for (String command : List.of("whoami", "credentials")) {
      Console console = Console.pipe(environment);

      int exitCode = console.run(command);

      assertEquals(1, exitCode);
      assertEquals("", console.out());
      assertReadable(console.err(), expected);
    }
  }

  @Test
  void aDenialIsExplainedByTheTrustPolicyThatIsNeeded() {
    try (IrsaLab lab = IrsaLab.start()) {
      ServiceAccount account = lab.createServiceAccount("default", "my-sa");
      PodEnvironment pod = lab.startPod(account);
      lab.deleteServiceAccount(account);
      Console console = Console.pipe(pod.exports());

      int exitCode = console.run("whoami");

      assertEquals(1, exitCode);
      assertEquals("", console.out());
      assertReadable(
          console.err(),
          List.of(
              "(AccessDenied, request id ", "system:serviceaccount:default:my-sa", "trust policy"));
      assertEquals(
          1, lab.requests().count("AssumeRoleWithWebIdentity"), "the denied exchange was retried");
    }
  }

  static Stream<Arguments> commandLines() {
    return Stream.of(
        commandLine("Missing subcommand; see irsa --help"),
        commandLine("irsa: Unmatched argument at index 0: 'nonsense'", "nonsense"),
        commandLine("irsa: Unmatched argument at index 0: 'la' (did you mean lab?)", "la"),
        commandLine("irsa lab: Unknown option: '--bogus'; see irsa lab --help", "lab", "--bogus"),
        commandLine(
            "irsa lab: Invalid value for option '--scenario': expected one of [demonstration, outage,"
                + " throttle, hang, stalled-token, clock-skew, revoked, cold-herd, pod-identity], but was"
                + " 'flood'; see irsa lab --help",
            "lab",
            "--scenario",
            "flood"),
        commandLine(
            "'--peer': expected one of [sdk-v2, sdk-v1], but was 'boto3'",
            "lab",
            "--scenario",
            "hang",
            "--peer",
            "boto3"),
        commandLine("irsa lab: --peer requires --scenario", "lab", "--peer", "sdk-v2"),
        commandLine(
            "irsa lab: --scenario clock-skew is not possible with --pod-identity: the agent's",
            "lab",
            "--scenario",
            "clock-skew",
            "--pod-identity"),
        commandLine(
            "--scenario revoked is not possible with --pod-identity: the agent serves a rejected",
            "lab",
            "--pod-identity",
            "--scenario",
            "Revoked",
            "--peer",
            "SDK-V1"),
        commandLine(
            "irsa lab: Missing required parameter for option '--report' (FILE)", "lab", "--report"),
        commandLine(
            "irsa lab: --report: the directory /nonexistent does not exist",
            "lab",
            "--report",
            "/nonexistent/report.html"),
        commandLine("irsa lab: --report: / is a directory", "lab", "--report", "/"),
        commandLine(
            "irsa lab: --world, --port, --bind and --host require --serve", "lab", "--port", "1"),
        commandLine(
            "irsa lab: --serve excludes --report, --scenario and --peer",
            "lab",
            "--keep",
            "--scenario",
            "hang"),
        commandLine(
            "irsa lab: --world excludes --pod-identity",
            "lab",
            "--serve",
            "--pod-identity",
            "--world",
            "w"),
        commandLine(
            "irsa: /nonexistent.yaml: does not exist",
            "lab",
            "--serve",
            "--world",
            "/nonexistent.yaml"),
        commandLine(
            "irsa: --port: expected 1 to 65530, found 65531", "lab", "--serve", "--port", "65531"),
        commandLine(
            "irsa: --bind: expected an IP address, found lab", "lab", "--serve", "--bind", "lab"),
        commandLine(
            "irsa: --host: expected a name or an address (IPv6 in brackets), found a b",
            "lab",
            "--serve",
            "--host",
            "a b"),
        commandLine(
            "irsa credentials: Invalid value for option '--format'",
            "credentials",
            "--format",
            "xml"));
  }

  private static Arguments commandLine(String expected, String... arguments) {
    return arguments(expected, List.of(arguments));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("commandLines")
  void aWrongCommandLineIsExplainedInOneLine(String expected, List<String> arguments) {
    Console console = Console.pipe(Map.of());

    int exitCode = console.run(arguments.toArray(String[]::new));

    assertEquals(2, exitCode);
    assertEquals("", console.out());
    assertEquals(1, console.err().lines().count(), console::err);
    assertTrue(console.err().contains(expected), console::err);
  }

  private static void assertReadable(String message, List<String> expected) {
    assertTrue(message.startsWith("irsa: "), message);
    assertEquals(1, message.split("irsa: ", -1).length - 1, message);
    assertFalse(message.contains("\tat ") || message.contains("Exception:"), message);
    for (String part : expected) {
      assertTrue(message.contains(part), () -> "no '" + part + "' in: " + message);
    }
  }

  private static Map<String, String> irsa(String tokenFile, String region) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("AWS_ROLE_ARN", ROLE);
    environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile);
    environment.put("AWS_REGION", region);
    return environment;
  }
}
