package dev.irsa.cli.internal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.doctor.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorldTest {
  private static final String ROLE =
      """
      roles:
        - name: reader
          trustPolicy:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: {Service: pods.eks.amazonaws.com}
                Action: sts:AssumeRole
              - %s
      """;

  @TempDir private Path directory;

  private static World read(String text) {
    return World.read("world.yaml", text);
  }

  private static Arguments bad(String yaml, String expected) {
    return arguments(yaml, expected);
  }

  static Stream<Arguments> malformed() {
    return Stream.concat(malformedDocuments(), malformedWorlds());
  }

  private static Stream<Arguments> malformedDocuments() {
    return Stream.of(
        bad("roles: [", "world.yaml:1:9 roles: not YAML: expected the node content"),
        bad("roles:\n\t- name: a", "world.yaml:2:1 roles: not YAML: found character '\\t"),
        bad("{\"roles\": [}", "world.yaml:1:12 roles: not YAML: "),
        bad("region: \u0007", "world.yaml:1:9: not YAML: U+0007 is not allowed"),
        bad("--- {}\n--- {}", "world.yaml:2:1: expected one document, found another one"),
        bad("- a", "world.yaml:1:1: expected an object, found a list"),
        bad("region: a\nregion: b", "world.yaml:2:1 region: duplicate name"),
        bad("[a]: b", "world.yaml:1:1: expected a name"),
        bad(
            "buckets:\n  abc: &x {}\n  abd: *x",
            "world.yaml:3:8 buckets.abd: aliases are not supported"),
        bad("region: !!str a", "world.yaml:1:9 region: tags are not supported"),
        bad("roles: !x []", "world.yaml:1:8 roles: tags are not supported"),
        bad("[".repeat(20_000), "nested deeper than 50 levels"),
        bad("#" + "x".repeat(YamlDocument.LARGEST), "world.yaml: longer than 1048576 characters"));
  }

  private static Stream<Arguments> malformedWorlds() {
    return Stream.of(
        bad(
            "service-accounts: []",
            "world.yaml:1:19 service-accounts: unknown member; known ones are accountId, "),
        bad("region: 7", "world.yaml:1:9 region: expected a string, found 7"),
        bad("tokenLifetime: 1h", "tokenLifetime: expected an integer, found 1h"),
        bad("sessionLifetime: 0", "sessionLifetime: expected 1 to 86400 seconds, found 0"),
        bad("issuer: http://a", "world.yaml:1:9 issuer: expected an https URL, found http://a"),
        bad("issuer: 'https://a b'", "world.yaml:1:9 issuer: expected an https URL"),
        bad("issuers: {}", "world.yaml:1:10 issuers: expected a list, found an object"),
        bad("issuers: [{url: 'https://a'}]", "issuers[0]: missing member keys"),
        bad("roles: [a]", "world.yaml:1:9 roles[0]: expected an object, found a"),
        bad("roles: [{}]", "world.yaml:1:9 roles[0]: missing member name"),
        bad(
            "roles: [{name: a b, trustPolicy: {}}]",
            "roles[0].name: expected a name that IAM allows, found a b"),
        bad("roles: [{name: a}]", "roles[0]: missing member trustPolicy"),
        bad("roles: [{name: a, trustPolicy: 3}]", "roles[0].trustPolicy: expected an object"),
        bad(
            "roles: [{name: a, trustPolicy: '{\"Statement\": [{\"Effect\": \"No\"}]}'}]",
            "roles[0].trustPolicy.Statement[0].Effect: expected Allow or Deny, found No"),
        bad(
            ROLE.formatted("Effect: Alow"),
            "world.yaml:9:19 roles[0].trustPolicy.Statement[1].Effect: expected Allow or Deny, found"
                + " Alow"),
        bad(
            ROLE.formatted("{Effect: Deny, Principal: '*', Action: 4}"),
            "world.yaml:9:50 roles[0].trustPolicy.Statement[1].Action: expected a string, found a"
                + " number"),
        bad(
            ROLE.formatted("Effect: Deny"),
            "roles[0].trustPolicy.Statement[1]: missing required element Principal"),
        bad(
            ROLE.formatted(
                "{Effect: Deny, Principal: '*', Action: '*', Condition: {IpAddress: {a:b: c}}}"),
            "roles[0].trustPolicy.Statement[1].Condition.IpAddress: "),
        bad(
            ROLE.formatted("{Effect: Deny, Principal: '*', Action: '*'}")
                + "    maxSessionDuration: 60",
            "roles[0].maxSessionDuration: expected 3600 to 43200 seconds, found 60"),
        bad(
            ROLE.formatted("{Effect: Deny, Principal: '*', Action: '*'}") + "    policies: [a/b]",
            "roles[0].policies[0]: expected the name or ARN of a managed policy, found a/b"),
        bad("serviceAccounts: [{namespace: a}]", "serviceAccounts[0]: missing member name"),
        bad(
            "serviceAccounts: [{name: My_SA}]",
            "serviceAccounts[0].name: expected a DNS subdomain, found My_SA"),
        bad(
            "serviceAccounts:\n  - name: a\n    namespace: b.c",
            "world.yaml:3:16 serviceAccounts[0].namespace: expected a DNS label, found b.c"),
        bad(
            "serviceAccounts: [{name: a}, {name: a}]",
            "serviceAccounts[1]: duplicate system:serviceaccount:default:a"),
        bad(
            "serviceAccounts: [{name: a, role: r, policies: []}]",
            "serviceAccounts[0].role: expected either role or policies"),
        bad(
            "serviceAccounts: [{name: a, role: 'arn:aws:iam::1:role/r'}]",
            "serviceAccounts[0].role: expected the name or ARN of a role"),
        bad(
            """
            serviceAccounts:
              - name: a
                annotations:
                  eks.amazonaws.com/token-expiration: soon
            """,
            "world.yaml:4:43 serviceAccounts[0].annotations.eks.amazonaws.com/token-expiration:"
                + " expected seconds, found \"soon\""),
        bad(
            "serviceAccounts: [{name: a, role: r, annotations: {eks.amazonaws.com/role-arn:"
                + " 'arn:aws:iam::111122223333:role/r'}}]",
            "serviceAccounts[0]: expected only one of role, policies and the annotation"),
        bad("associations: [{role: r}]", "associations[0]: missing member serviceAccount"),
        bad("associations: [{serviceAccount: a}]", "associations[0]: missing member role"),
        bad(
            "associations: [{serviceAccount: a, role: r, disableSessionTags: 'no'}]",
            "associations[0].disableSessionTags: expected true or false, found no"),
        bad("buckets: {A: {}}", "buckets.A: expected a bucket name that S3 allows, found A"),
        bad("buckets: {abc: {k: {}}}", "buckets.abc.k: expected a string, found an object"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void anErrorNamesItsPlaceInOneLine(String yaml, String expected) {
    InvalidInputException failure = assertThrows(InvalidInputException.class, () -> read(yaml));

    String message = failure.getMessage();
    assertTrue(message.startsWith("world.yaml"), message);
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void yamlAndJsonMeanTheSame() {
    String json =
        """
        {
        \t"accountId": "012345678901",
        \t"serviceAccounts": [{"name": "a", "policies": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}],
        \t"roles": [{"name": "r", "maxSessionDuration": 7200, "trustPolicy": {"Statement": [
        \t\t{"Effect": "Allow", "Principal": "*", "Action": "*"}]}}]
        }
        """;
    String yaml =
        """
        accountId: 012345678901
        serviceAccounts:
          - name: a
            policies: [ReadOnlyAccess]
        roles:
          - name: r
            maxSessionDuration: 7200
            trustPolicy: |
              {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*"}]}
        """;
    for (String text : List.of(json, yaml)) {
      World world = read(text);

      assertEquals("012345678901", world.accountId().digits());
      assertEquals(
          List.of("ReadOnlyAccess"),
          List.of(World.names(world.serviceAccounts().get(0).policies())));
      assertEquals("default", world.serviceAccounts().get(0).serviceAccount().namespace());
      assertEquals(Duration.ofHours(2), world.roles().get(0).duration());
      assertTrue(world.roles().get(0).policy().json().contains("\"Effect\""));
    }
  }

  @Test
  void anEmptyFileIsAnEmptyWorld() {
    World world = read("# nothing yet\n");

    assertEquals(List.of(), world.serviceAccounts());
    assertEquals(List.of(), read("serviceAccounts:\n").serviceAccounts());
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws Exception {
    Path missing = directory.resolve("missing.yaml");
    Path binary =
        Files.write(
            directory.resolve("latin.yaml"), "a: b\nc: é".getBytes(StandardCharsets.ISO_8859_1));

    assertEquals(missing + ": does not exist", messageOf(missing));
    assertEquals(directory + ": is a directory; name a file", messageOf(directory));
    assertEquals(binary + ":2:4: expected text in UTF-8", messageOf(binary));
  }

  private static String messageOf(Path file) {
    String message = assertThrows(InvalidInputException.class, () -> World.read(file)).getMessage();
    assertFalse(message.contains("Exception"), message);
    return message;
  }
}
