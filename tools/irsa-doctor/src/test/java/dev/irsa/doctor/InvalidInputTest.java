package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.internal.config.Setting;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Invalid input is reported on one line, with its place. */
class InvalidInputTest {

  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a text                       | no json                        | 1:1: expected an object
          an array                     | []                             | 1:1: expected an object
          a truncated document         | {"Version": "2012-10-17"       | 1:25: expected ',' or '}'
          a comma too many             | {"Version":^ "2012-10-17",^}   | 1:1: not JSON: unexpected '}' at line 3, column 1
          a comment                    | {^#^}                          | 1:1: not JSON: unexpected '#' at line 2, column 1
          a number out of reach        | {"Id": 1e99999999999}          | 1:2 Id: expected a number, found 1e99999999999
          an alias                     | {"Id": &a "b", "Sid": *a}      | 1:23: aliases are not supported
          a name that comes twice      | {"Id": "a",^"Id": "b"}         | 2:1 Id: is there twice
          no statement                 | {"Version": "2012-10-17"}      | 1:1: missing required element Statement
          a wrong effect               | {"Statement":^ {"Effect": "Permit", "Principal": "*", "Action": "*"}} | 2:3 Statement.Effect: expected Allow or Deny, found Permit
          a key with dots              | {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Condition":^{"StringEquals":^{"o.x/a.b:sub": {}}}}} | 3:2 Statement.Condition.StringEquals.o.x/a.b:sub: expected a string
          the second of a list         | {"Statement": {"Effect": "Allow", "Principal": "*", "Action": ["*",^ 7]}} | 2:2 Statement.Action[1]: expected a string, found a number
          a role without its policy    | {"Role": {"RoleName": "cart"}} | 1:2 Role.AssumeRolePolicyDocument: expected a policy, found nothing
          a malformed policy in a role | {"Role": {"AssumeRolePolicyDocument":^{"Statement": []}}} | 2:2 Role.AssumeRolePolicyDocument.Statement: expected at least one statement
          a policy of another type     | {"Role": {"AssumeRolePolicyDocument": 7}} | 1:11 Role.AssumeRolePolicyDocument: expected a JSON object
          a malformed ARN of the role  | {"Role": {"Arn": "cart", "AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*"}}}} | 1:11 Role.Arn: the value has 4 characters
          a wrong encoding             | {"Role": {"AssumeRolePolicyDocument": "%7B%zz"}} | 1:11 Role.AssumeRolePolicyDocument: is not URL-encoded correctly
          a policy within a text       | {"Role": {"AssumeRolePolicyDocument": "{]"}} | 1:11 Role.AssumeRolePolicyDocument: not JSON: unexpected ']' at line 1, column 2
          """)
  void aMalformedTrustPolicyIsReportedWithLineAndColumn(String what, String json, String problem)
      throws IOException {
    String text = "\uFEFF" + json.replace('^', '\n');
    Path file = Files.writeString(directory.resolve("trust.json"), text);

    InvalidInputException failure =
        assertThrows(InvalidInputException.class, () -> IrsaDoctor.builder().trustPolicy(file));

    assertOneLine(failure);
    assertTrue(failure.getMessage().startsWith(file + ":" + problem), failure::getMessage);
    assertTrue(failure.getMessage().startsWith(failure.place()), failure::place);
  }

  @Test
  void anyTextIsTakenOrRefusedInOneLineWithItsColumn() throws IOException {
    String role =
        """
        {"Role": {"Arn": "arn:aws:iam::111122223333:role/cart", "MaxSessionDuration": 3600,
        \t"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
         "Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": ["sts:AssumeRole"]}]}}}
        """;
    Random random = new Random(29);
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder(role);
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(12));
      text.replace(at, end, String.valueOf("{}[]:,-'\"\t\n x7\\=".charAt(random.nextInt(16))));
      Path file = Files.writeString(directory.resolve("file"), text);
      for (Consumer<Path> input : inputs()) {
        try {
          input.accept(file);
        } catch (InvalidInputException e) {
          assertOneLine(e);
          assertTrue(e.place().matches(file + ":\\d+:\\d+.*"), () -> e + " in " + text);
        }
      }
    }
  }

  private static List<Consumer<Path>> inputs() {
    return List.of(IrsaDoctor.builder()::trustPolicy, IrsaDoctor.builder()::environmentFile);
  }

  @Test
  void aTrustPolicyThatCannotBeReadIsReportedWithItsFile() {
    Path missing = directory.resolve("missing.json");

    InvalidInputException failure =
        assertThrows(InvalidInputException.class, () -> IrsaDoctor.builder().trustPolicy(missing));

    assertEquals(missing + ": does not exist", failure.getMessage());
  }

  @Test
  void aPipeIsRefusedInsteadOfWaitingForItsWriter() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    for (Consumer<Path> input : inputs()) {
      InvalidInputException failure =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20),
              () -> assertThrows(InvalidInputException.class, () -> input.accept(pipe)));

      assertEquals(
          pipe + ": is a pipe, socket or device; write it to a file first", failure.getMessage());
    }
  }

  @Test
  void aFileThatIsLongerThanAnyOfItsKindIsRefused() throws IOException {
    Path file = directory.resolve("file");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(3_000_000_000L);
    }
    for (Consumer<Path> input : inputs()) {
      InvalidInputException failure =
          assertThrows(InvalidInputException.class, () -> input.accept(file));

      assertEquals(file + ": is longer than 4 MiB", failure.getMessage());
    }
  }

  @Test
  void aRootThatIsNotADirectoryIsReported() {
    InvalidInputException failure =
        assertThrows(
            InvalidInputException.class,
            () -> IrsaDoctor.builder().root(directory.resolve("nowhere")));

    assertOneLine(failure);
  }

  @ParameterizedTest(name = "{0}, {1} s")
  @CsvSource({
    "'', 300, outbound token: audiences: ",
    "a, 59, outbound token: duration: ",
    "a, 3601, use 60 to 3600 whole seconds"
  })
  void aRequestThatStsWouldRefuseIsReported(String audience, long seconds, String problem) {
    OutboundTokenRequest request =
        OutboundTokenRequest.audience(audience).withDuration(Duration.ofSeconds(seconds));

    InvalidInputException failure =
        assertThrows(
            InvalidInputException.class, () -> IrsaDoctor.builder().outboundToken(request));

    assertOneLine(failure);
    assertTrue(failure.getMessage().contains(problem), failure::getMessage);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "AWS_ROLE_ARN, a\u0000b",
    "AWS_WEB_IDENTITY_TOKEN_FILE, a\u0000b",
    "AWS_ENDPOINT_URL_STS, https://[",
    "AWS_ENDPOINT_URL_STS, https://user:pass@sts",
    "https_proxy, http://user:Pa55wordPa55word@10.0.0.1:99999",
    "AWS_CA_BUNDLE, /",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT, not a url",
    "AWS_REGION, ../../evil.example"
  })
  void hostileSettingsAreFindingsAndNotFailures(String variable, String value) throws IOException {
    try (PodWorld world = new PodWorld(Files.createDirectory(directory.resolve("root")))) {
      world.environment.put(variable, value);
      world.secret("Pa55wordPa55word");

      Report report = world.examine();

      assertEquals(41, report.checks().size());
      Outputs.assertNothingSecret(report, world);
    }
  }

  /** People put a key into the wrong variable, and a token in place of its file. */
  @ParameterizedTest(name = "{0}")
  @EnumSource
  void aSecretIsShownInNoVariableThatIsNotForIt(PodWorld.Kind kind) throws IOException {
    try (PodWorld world = new PodWorld(Files.createDirectory(directory.resolve("root")), kind)) {
      world.doctor.offline(true);
      String token = world.lab.issuer().mint(Map.of("sub", "system:serviceaccount:ops:admin"));
      List<String> secrets =
          List.of(
              world.secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
              world.secret(token),
              world.secret("FwoGZXIvYXdzEBYaDKey/+/".repeat(8) + "1Ab=="));
      Map<String, String> usual = Map.copyOf(world.environment);
      Set<String> names =
          Setting.values().stream()
              .map(Setting::label)
              .collect(Collectors.toCollection(TreeSet::new));
      names.addAll(usual.keySet());
      names.addAll(
          List.of(
              "AWS_PROFILE",
              "AWS_CONFIG_FILE",
              "AWS_SHARED_CREDENTIALS_FILE",
              "AWS_ACCESS_KEY_ID",
              "http_proxy",
              "no_proxy",
              "JAVA_TOOL_OPTIONS",
              "OS",
              "KUBERNETES_SERVICE_HOST"));
      List<String> before = List.of("", "/", "-Daws.profile=");
      int shift = 0;
      for (String name : names) {
        // Each secret once for each name, behind each text for a third of the names.
        shift++;
        for (int i = 0; i < secrets.size(); i++) {
          world.environment.clear();
          world.environment.putAll(usual);
          world.environment.put(name, before.get((i + shift) % before.size()) + secrets.get(i));

          Outputs.assertNothingSecret(world.examine(), world);
        }
      }
    }
  }

  private static void assertOneLine(InvalidInputException failure) {
    assertFalse(failure.getMessage().contains("\n"), failure::getMessage);
  }
}
