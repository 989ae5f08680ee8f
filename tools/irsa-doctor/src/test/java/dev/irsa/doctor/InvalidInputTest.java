package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor cannot use is reported on one line, with its place. */
class InvalidInputTest {

  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not JSON at all | no json | $: expected a JSON object",
        "an array | [] | $: expected a JSON object",
        "a truncated document | {\"Version\": \"2012-10-17\" | $: not JSON: unexpected the end",
        "no statement | {\"Version\": \"2012-10-17\"} | $: missing required element Statement",
        "a wrong effect | {\"Statement\": {\"Effect\": \"Permit\", \"Principal\": \"*\", \"Action\":"
            + " \"*\"}} | $.Statement.Effect: expected Allow or Deny, found Permit",
        "a role without its policy | {\"Role\": {\"RoleName\": \"cart\"}} | $.Role: missing required"
            + " element AssumeRolePolicyDocument",
        "a malformed policy in a role | {\"Role\": {\"AssumeRolePolicyDocument\": {\"Statement\": []}}}"
            + " | $.Role.AssumeRolePolicyDocument.Statement: expected at least one statement",
        "a policy of another type | {\"Role\": {\"AssumeRolePolicyDocument\": 7}} |"
            + " $.Role.AssumeRolePolicyDocument: expected a policy",
        "a malformed ARN of the role | {\"Role\": {\"Arn\": \"cart\", \"AssumeRolePolicyDocument\":"
            + " {\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"*\"}}}} |"
            + " $.Role.Arn: the value has 4 characters",
        "a wrong encoding | {\"Role\": {\"AssumeRolePolicyDocument\": \"%7B%zz\"}} |"
            + " $.Role.AssumeRolePolicyDocument: is not URL-encoded correctly"
      })
  void aMalformedTrustPolicyIsReportedWithItsPath(String what, String json, String problem)
      throws IOException {
    Path file = Files.writeString(directory.resolve("trust.json"), json);

    InvalidInputException failure =
        assertThrows(InvalidInputException.class, () -> IrsaDoctor.builder().trustPolicy(file));

    assertOneLine(failure);
    assertTrue(failure.getMessage().startsWith(file + " " + problem), failure::getMessage);
    assertTrue(failure.getMessage().startsWith(failure.place()), failure::place);
  }

  @Test
  void aTrustPolicyThatCannotBeReadIsReportedWithItsFile() {
    Path missing = directory.resolve("missing.json");

    InvalidInputException failure =
        assertThrows(InvalidInputException.class, () -> IrsaDoctor.builder().trustPolicy(missing));

    assertEquals(missing + ": cannot be read as text", failure.getMessage());
  }

  @Test
  void aRootThatIsNotADirectoryIsReported() {
    InvalidInputException failure =
        assertThrows(
            InvalidInputException.class,
            () -> IrsaDoctor.builder().root(directory.resolve("nowhere")));

    assertOneLine(failure);
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

      assertEquals(35, report.checks().size());
      Outputs.assertNothingSecret(report, world);
    }
  }

  private static void assertOneLine(InvalidInputException failure) {
    assertFalse(failure.getMessage().contains("\n"), failure::getMessage);
  }
}
