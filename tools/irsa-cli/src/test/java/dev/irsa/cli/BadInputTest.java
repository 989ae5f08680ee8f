package dev.irsa.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {

  @Test
  void errorsAreReportedOnceWithOriginAndFix() {
    Map<String, String> withoutFile =
        Map.of(
            "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/app",
            "AWS_WEB_IDENTITY_TOKEN_FILE", "/nonexistent/token",
            "AWS_REGION", "eu-west-1");
    for (String command : List.of("whoami", "credentials")) {
      assertFails(command, Map.of(), "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "annotate");
      assertFails(
          command,
          withoutFile,
          "/nonexistent/token does not exist",
          "Check AWS_WEB_IDENTITY_TOKEN_FILE");
    }
  }

  private static void assertFails(
      String command, Map<String, String> environment, String... expected) {
    Console console = Console.pipe(environment);
    assertEquals(1, console.run(command));
    assertEquals("", console.out());
    String message = console.err();
    assertTrue(message.startsWith("irsa: "), message);
    assertEquals(1, message.split("irsa: ", -1).length - 1, message);
    assertFalse(message.contains("\tat ") || message.contains("Exception:"), message);
    for (String part : expected) {
      assertTrue(message.contains(part), () -> "no '" + part + "' in: " + message);
    }
  }

  @ParameterizedTest(name = "irsa {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | Missing subcommand; see irsa --help
          nonsense | irsa: Unmatched argument at index 0: 'nonsense'
          la | irsa: Unmatched argument at index 0: 'la' (did you mean lab?)
          lab --bogus | irsa lab: Unknown option: '--bogus'; see irsa lab --help
          lab --scenario flood | irsa lab: Invalid value for option '--scenario': expected one of [demonstration, outage, region, throttle, hang, stalled-token, clock-skew, revoked, cold-herd, pod-identity], but was 'flood'; see irsa lab --help
          lab --scenario hang --peer boto3 | expected one of [sdk-v2, sdk-v1], but was 'boto3'
          lab --peer sdk-v2 | irsa lab: --peer requires --scenario
          lab --scenario clock-skew --pod-identity | irsa lab: --scenario clock-skew is not possible with --pod-identity: the agent's
          lab --pod-identity --scenario Revoked --peer SDK-V1 | --scenario revoked is not possible with --pod-identity: the agent serves a rejected
          lab --report | irsa lab: Missing required parameter for option '--report' (FILE)
          lab --report /nonexistent/report.html | irsa lab: --report: the directory /nonexistent does not exist
          lab --report / | irsa lab: --report: / is a directory
          lab --port 1 | irsa lab: --world, --port, --bind and --host require --serve
          lab --keep --scenario hang | irsa lab: --serve excludes --report, --scenario and --peer
          lab --serve --pod-identity --world w | irsa lab: --world excludes --pod-identity
          lab --serve --world /nonexistent.yaml | irsa: /nonexistent.yaml: does not exist
          lab --serve --port 65530 | irsa: --port: expected 1 to 65529, found 65530
          lab --serve --bind lab | irsa: --bind: expected an IP address, found lab
          lab --serve --host a_b | irsa: --host: expected a name or an address (IPv6 in brackets), found a_b
          credentials --format xml | irsa credentials: Invalid value for option '--format'
          """)
  void aWrongCommandLineIsExplainedInOneLine(String arguments, String expected) {
    Console console = Console.pipe(Map.of());
    int exitCode = console.run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

    assertEquals(2, exitCode);
    assertEquals("", console.out());
    assertEquals(1, console.err().lines().count(), console::err);
    assertTrue(console.err().contains(expected), console::err);
  }
}
