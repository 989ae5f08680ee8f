package dev.irsa.cli.internal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.InvalidInputException;
import dev.irsa.policy.Role;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.podidentity.PodIdentityAssociation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorldTest {
  @TempDir private Path directory;

  private static final IrsaLab LAB = IrsaLab.builder().start();

  @AfterAll
  static void close() {
    LAB.close();
  }

  /** Reads all that a world has, without creating it. */
  private static Addition read(String text) {
    World world = World.read("world.yaml", text);
    var unused = world.builder();
    return world.check(LAB);
  }

  /** A pilcrow stands for a line break, an arrow for a tab. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          roles: [ | world.yaml:1:9 roles: not readable: expected the node content
          roles:¶→- name: a | world.yaml:1:6 roles: not readable: found character
          {"roles": [} | world.yaml:1:12 roles: not readable:
          region: ␇ | world.yaml:1:
          --- {}¶--- {} | world.yaml:2:6: not readable: expected one document
          - a | world.yaml:1:1: expected an object
          region: a¶region: b | world.yaml:2:7 region: not readable: Duplicate field
          buckets:¶  abc: &x {}¶  abd: *x | world.yaml:3:8 buckets.abd: not readable
          region: !!str a | world.yaml:1:9 region: not readable: aliases and tags
          roles: !x [] | world.yaml:1:8 roles: not readable: aliases and tags
          accounts: [] | world.yaml:1:11 accounts: unknown member; known ones are acc
          document: [] | world.yaml:1:11 document: unknown member; known ones are acc
          tokenLifetime: "60" | world.yaml:1:16 tokenLifetime: expected an integer
          tokenLifetime: 1.5 | world.yaml:1:16 tokenLifetime: expected an integer
          tokenLifetime: 99999999999 | world.yaml:1:16 tokenLifetime: expected an integer
          associations: [{disableSessionTags: 1}] | associations[0].disableSessionTags: expected true or false
          associations: [{disableSessionTags: "true"}] | associations[0].disableSessionTags: expected true or false
          serviceAccounts: [{name: a, policies: [~]}] | serviceAccounts[0].policies[0]: expected a string
          serviceAccounts: [{name: a, policies: [[]]}] | serviceAccounts[0].policies[0]: expected a string
          serviceAccounts: [{name: a, annotations: {b: ~}}] | serviceAccounts[0].annotations.b: expected a string
          roles: [~] | world.yaml:1:9 roles[0]: expected an object
          roles: [""] | world.yaml:1:9 roles[0]: expected an object
          buckets: [] | world.yaml:1:10 buckets: expected an object
          tokenLifetime: 1h | world.yaml:1:16 tokenLifetime: expected an integer
          sessionLifetime: 0 | sessionLifetime: expected 1 to 86400 seconds, found 0
          issuer: http://a | world.yaml:1:9 issuer: expected an https URL, found http:
          issuers: {} | world.yaml:1:10 issuers: expected a list
          issuers: [{url: 'https://a'}] | issuers[0].keys: expected a JSON Web Key Set
          roles: [a] | world.yaml:1:9 roles[0]: expected an object
          roles: [{name: a b}] | roles[0].name: expected a name that IAM allows, found a b
          roles: [{name: a}] | roles[0].trustPolicy: expected a policy, found nothing
          roles: [{name: a, trustPolicy: 3}] | roles[0].trustPolicy: expected a JSON object
          roles: [{name: a, trustPolicy: {Statement: [{Effect: Deny, Principal: '*', Action: '*'}, ¶{Effect: Alow}]}}] | world.yaml:2:10 roles[0].trustPolicy.Statement[1].Effect: expected Allow or Deny, found A
          roles: [{name: a, trustPolicy: '{"Statement": [{"Effect": "No"}]}'}] | world.yaml:1:32 roles[0].trustPolicy.Statement[0].Effect: expected Allow or Deny
          roles: [{name: a, trustPolicy: {Statement: []}, policies: [a/b]}] | roles[0].policies[0]: expected the name or ARN of a managed policy, found a/b
          serviceAccounts: [{namespace: a}] | serviceAccounts[0].name: expected a name
          serviceAccounts:¶  - name: a¶    namespace: b.c | world.yaml:3:16 serviceAccounts[0].namespace: expected a DNS label, found b.c
          serviceAccounts: [{name: a}, {name: a}] | serviceAccounts[1]: service account default/a alr
          serviceAccounts: [{name: a, role: r, policies: []}] | serviceAccounts[0].role: expected either role or policies
          serviceAccounts: [{name: a,¶annotations: {eks.amazonaws.com/token-expiration: soon}}] | world.yaml:2:51 serviceAccounts[0].annotations.eks.amazonaws.com/token-expiration: expected seconds, found "soon"
          associations: [{serviceAccount: a, policies: [], policy: {Statement: []}}] | associations[0].disableSessionTags: expected true, beside a policy, found false
          associations: [{serviceAccount: a}] | associations[0]: expected role, or poli
          buckets: {A: {}} | buckets.A: expected a bucket name that S3 allows, found A
          buckets: {abc: {k: {}}} | world.yaml:1:20 buckets.abc.k: expected a string
          """)
  void anErrorNamesItsPlaceInOneLine(String yaml, String expected) {
    assertMalformed(yaml.replace('¶', '\n').replace('→', '\t').replace('␇', '\u0007'), expected);
  }

  /** Whatever a level costs, a file of the largest size has hundreds of thousands of values. */
  @ParameterizedTest
  @ValueSource(ints = {65, 900, 20_000})
  void aDocumentThatIsTooDeepIsAnErrorAtOnce(int levels) {
    String start = "{\"roles\": " + "[".repeat(levels - 1);
    String wide = "0,".repeat((YamlDocument.LARGEST - 2 * levels) / 2 - 100) + "0";
    String json = start + wide + "]".repeat(levels - 1) + "}";

    for (String text : List.of(json, json.replace("\"roles\"", "roles"))) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> assertMalformed(text, "[0]: not readable: nested in more than 64 levels"));
    }
  }

  @Test
  void aLongNameIsNotRepeatedForEachOfItsValues() {
    String name = "n".repeat(40_000);
    String world =
        "{\"buckets\": {\"" + name + "\": [" + "0,".repeat(YamlDocument.LARGEST / 4) + "0]}}";

    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertMalformed(world, "world.yaml:1:40018 buckets.nnn"));
  }

  @Test
  void aDocumentThatIsTooLongIsAnError() {
    assertMalformed("#" + "x".repeat(YamlDocument.LARGEST), "world.yaml:1:1: longer than 1048576");
  }

  private static void assertMalformed(String yaml, String expected) {
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
      World world = World.read("world.yaml", text);
      try (IrsaLab lab = world.builder().start()) {
        ServiceAccount account = world.check(lab).create().get(0);

        assertEquals("012345678901", lab.iam().id());
        assertEquals("default", account.namespace());
        assertEquals(List.of("ReadOnlyAccess"), lab.roleOf(account).policies());
        Role role = lab.iam().role("arn:aws:iam::012345678901:role/r").orElseThrow();
        assertEquals(Duration.ofHours(2), role.maxSessionDuration());
        assertTrue(role.trustPolicy().json().contains("\"Effect\""));
      }
    }
  }

  @Test
  void anAssociationIsMadeAsTheWorldSays() {
    World world =
        World.read(
            "world.yaml",
            """
            serviceAccounts: [{name: a}]
            associations:
              - serviceAccount: a
                policies: []
                targetRole: arn:aws:iam::111122223333:role/t
                disableSessionTags: true
                policy: {Statement: []}
            """);
    try (IrsaLab lab = world.builder().start()) {
      var unused = world.check(lab).create();
      PodIdentityAssociation made = lab.associations().get(0);
      assertEquals("arn:aws:iam::111122223333:role/t", made.targetRoleArn());
      assertEquals("{\"Statement\":[]}", made.policy());
      assertTrue(made.sessionTagsDisabled());
    }
  }

  @Test
  void anEmptyFileIsAnEmptyWorld() {
    assertEquals(List.of(), read("# nothing yet\n").create());
    assertEquals(List.of(), read("serviceAccounts:\n").create());
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws Exception {
    Path missing = directory.resolve("missing.yaml");
    Path binary =
        Files.write(
            directory.resolve("latin.yaml"), "a: b\nc: é".getBytes(StandardCharsets.ISO_8859_1));

    assertEquals(missing + ": does not exist", messageOf(missing));
    assertEquals(directory + ": is a directory; name a file", messageOf(directory));
    assertEquals(binary + ": expected text in UTF-8", messageOf(binary));
  }

  private static String messageOf(Path file) {
    String message = assertThrows(InvalidInputException.class, () -> World.read(file)).getMessage();
    assertFalse(message.contains("Exception"), message);
    return message;
  }
}
