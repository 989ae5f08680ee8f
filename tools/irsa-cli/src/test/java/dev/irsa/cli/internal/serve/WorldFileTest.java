package dev.irsa.cli.internal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.policy.AccessKey;
import dev.irsa.policy.IdentityPolicy;
import dev.irsa.policy.Role;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.podidentity.PodIdentityAssociation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorldFileTest {
  @TempDir private Path directory;

  private static final IrsaLab LAB = IrsaLab.builder().start();

  @AfterAll
  static void close() {
    LAB.close();
  }

  private static Set<ServiceAccount> added(String text) {
    return WorldSetup.add(WorldFile.of("world.yaml", text), LAB).keySet();
  }

  /** A pilcrow stands for a line break, an arrow for a tab. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          roles: [ | world.yaml:1:9: expected the node content
          roles:¶→- name: a | world.yaml:2:1: found character
          {"roles": [} | world.yaml:1:12:
          region: ␇ | world.yaml:1:
          --- {}¶--- {} | world.yaml:2:5: expected one document, found another one
          - a | world.yaml:1:1: expected an object
          region: a¶region: b | world.yaml:2:1 region: is there twice
          roles: [{name: a, trustPolicy: {Statement: {Effect: Deny, Effect: Allow, Principal: '*', Action: '*'}}}] | world.yaml:1:59 roles[0].trustPolicy.Statement.Effect: is there twice
          roles: [{name: a, trustPolicy: {<<: {Effect: Deny}, <<: {Effect: Allow}}}] | roles[0].trustPolicy.<<: is there twice
          serviceAccounts: [{name: a, annotations: {b: c, b: d}}] | world.yaml:1:49 serviceAccounts[0].annotations.b: is there twice
          buckets: {abc: {a: x}, abc: {b: y}} | world.yaml:1:24 buckets.abc: is there twice
          buckets: {abc: {[a]: x}} | world.yaml:1:17 buckets.abc: expected a string as the name of a member
          buckets: {abc: {a: &a x, b: *a}} | world.yaml:1:29: aliases are not supported
          accounts: [] | world.yaml:1:1 accounts: unknown member; known ones are acc
          roles: [{document: 1}] | world.yaml:1:10 roles[0].document: unknown member; known ones are inl
          region: 5 | world.yaml:1:1 region: expected a string, found a number: quote it
          tokenLifetime: "60" | world.yaml:1:1 tokenLifetime: expected an integer
          tokenLifetime: 1.5 | world.yaml:1:1 tokenLifetime: expected an integer
          tokenLifetime: 99999999999 | world.yaml:1:1 tokenLifetime: expected an integer
          sessionLifetime: 0 | world.yaml:1:1 sessionLifetime: expected a second or more
          region: nowhere | world.yaml:1:1 region: expected a region such as
          accountId: 12 | world.yaml:1:1 accountId: 12 digits, found 12
          clusterName: a b | world.yaml:1:1 clusterName: expected a name that EKS allows
          issuer: http://a | world.yaml:1:1 issuer: expected an https URL, found http:
          issuer: https://a/b/ | world.yaml:1:1 issuer: expected an absolute URL
          issuers: {} | world.yaml:1:1 issuers: expected a list
          issuers: [{url: 'https://a'}] | issuers[0].keys: expected a JSON Web Key Set
          issuers: [{url: 'https://a', keys: {keys: []}}] | world.yaml:1:30 issuers[0].keys: expected at least one public key
          issuers: [{url: 'https://a', keys: 'null'}] | world.yaml:1:30 issuers[0].keys: expected a JSON Web Key Set (RFC 7517): not a JSON object
          roles: [a] | world.yaml:1:9 roles[0]: expected an object
          roles: [~] | world.yaml:1:9 roles[0].name: expected a name, found nothing
          roles: [{name: a b, trustPolicy: {Statement: {Effect: Deny, Principal: '*', Action: '*'}}}] | roles[0].name: expected [\\w+=,.@-]{1,64}, found a b
          roles: [{name: a}] | roles[0].trustPolicy: expected a policy, found nothing
          roles: [{name: a, trustPolicy: {Statement: {Effect: Deny, Principal: '*', Action: '*'}}, inlinePolicy: {Statement: {Effect: Allow, Action: '*'}}}] | roles[0].inlinePolicy.Statement: missing required element Resource
          outboundIdentityFederation: yes | world.yaml:1:1 outboundIdentityFederation: expected true or false
          spareRegion: ap-northeast-2 | world.yaml:1:1 spareRegion: expected another region of the partition of ap-northeast-2
          outboundTokenLifetime: 0 | world.yaml:1:1 outboundTokenLifetime: expected a second or more
          roles: [{name: a, trustPolicy: 3}] | roles[0].trustPolicy: expected a JSON object
          roles: [{name: a, trustPolicy: {Statement: {Effect: Deny, Principal: '*', Action: '*'}}, maxSessionDuration: 1}] | roles[0].maxSessionDuration: 1 h to 12 h, found PT1S
          roles: [{name: a, trustPolicy: {Statement: [{Effect: Deny, Principal: '*', Action: '*'}, ¶{Effect: Alow}]}}] | world.yaml:2:2 roles[0].trustPolicy.Statement[1].Effect: expected Allow or Deny, found A
          roles: [{name: a, trustPolicy: '{"Statement": [{"Effect": "No"}]}'}] | world.yaml:1:19 roles[0].trustPolicy.Statement[0].Effect: expected Allow or Deny
          roles: [{name: a, trustPolicy: &a [*a]}] | world.yaml:1:36: aliases are not supported
          roles: [{name: a, trustPolicy: {Statement: {Effect: Deny, Principal: '*', Action: '*'}}, policies: [a/b]}] | roles[0].policies[0]: expected the name or ARN of a managed policy
          serviceAccounts: [{name: a, policies: [[]]}] | serviceAccounts[0].policies[0]: expected a string
          serviceAccounts: [{name: a, annotations: {b: ~}}] | serviceAccounts[0].annotations.b: expected a string
          serviceAccounts: [{namespace: a}] | serviceAccounts[0].name: expected a name
          serviceAccounts:¶  - name: a¶    namespace: b.c | world.yaml:3:5 serviceAccounts[0].namespace: expected a DNS label, found b.c
          serviceAccounts: [{name: a}, {name: a}] | serviceAccounts[1]: service account default/a alr
          serviceAccounts: [{name: a, role: 'arn:aws:iam::111122223333:role/r', policies: []}] | serviceAccounts[0]: expected only one of role, policies and
          serviceAccounts: [{name: a, role: nobody}] | world.yaml:1:29 serviceAccounts[0].role: this role does not exist; add it
          serviceAccounts: [{name: a, role: 'b:c'}] | world.yaml:1:29 serviceAccounts[0].role: expected the name or ARN of a role, found b:c
          serviceAccounts: [¶{name: a, annotations: {eks.amazonaws.com/role-arn: 'arn:aws:iam::111122223333:role/r', eks.amazonaws.com/token-expiration: soon}}] | world.yaml:2:1 serviceAccounts[0]: ServiceAccount default/a $.metadata.annotations['eks.amazonaws.com/token-expiration']: expected seconds, found "soon"
          associations: [{serviceAccount: a, policies: []}] | associations[0].serviceAccount: does not exist; add it to serviceAccounts
          associations: [{serviceAccount: a}] | associations[0]: expected either role, or poli
          associations: [{serviceAccount: a, policies: [], policy: {Statement: []}}] | associations[0].policy: expected a policy with a Statement, and disabled session tags
          associations: [{serviceAccount: a, policies: [], disableSessionTags: true, policy: 'null'}] | world.yaml:1:76 associations[0].policy: expected a policy with a Statement
          associations: [{serviceAccount: a, role: 'b:c'}] | world.yaml:1:36 associations[0].role: expected the name or ARN of a role, found b:c
          associations: [{serviceAccount: a, policies: [], targetRole: 'b:c'}] | associations[0].targetRole: expected the name or ARN of a role, found b:c
          associations: [{serviceAccount: a, policies: [], disableSessionTags: yes}] | associations[0].disableSessionTags: expected true or false
          buckets: [] | world.yaml:1:1 buckets: expected an object
          buckets: {A: {}} | buckets.A: bucket name: expected a name that S3 allows, found A
          buckets: {abc: {k: {}}} | world.yaml:1:17 buckets.abc.k: expected a scalar
          """)
  void anErrorNamesItsPlaceInOneLine(String yaml, String expected) {
    assertMalformed(yaml.replace('¶', '\n').replace('→', '\t').replace('␇', '\u0007'), expected);
  }

  /** Whatever a level costs, a file of the largest size has hundreds of thousands of values. */
  @ParameterizedTest
  @ValueSource(ints = {65, 900, 20_000})
  void aDocumentThatIsTooDeepIsAnErrorAtOnce(int levels) {
    String start = "{\"roles\": " + "[".repeat(levels - 1);
    String wide = "0,".repeat((WorldFile.LARGEST - 2 * levels) / 2 - 100) + "0";

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertMalformed(
                start + wide + "]".repeat(levels - 1) + "}",
                "world.yaml:1:1: not readable: Nesting Depth exceeded max 50"));
  }

  @Test
  void rolesMayHaveInlinePoliciesAndTheAccountOutboundIdentityFederation() {
    Set<ServiceAccount> accounts =
        added(
            """
            outboundIdentityFederation: true
            roles:
              - name: tokens
                trustPolicy: {Statement: {Effect: Deny, Principal: '*', Action: '*'}}
                inlinePolicy: {Statement: {Effect: Allow, Action: 'sts:*', Resource: '*'}}
            serviceAccounts:
              - {name: tokens, role: tokens}
              - name: own
                policies: []
                inlinePolicy: '{"Statement": {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}}'
              - {name: none, policies: []}
            """);

    assertTrue(LAB.iam().hasOutboundWebIdentityFederation());
    assertEquals(
        List.of("tokens", "own"),
        accounts.stream()
            .filter(account -> mayGetTokens(LAB.roleOf(account)))
            .map(ServiceAccount::name)
            .toList());
  }

  private static boolean mayGetTokens(Role role) {
    AccessKey key = LAB.accessKeys().issueSession(role, "a", Instant.MAX);
    return LAB.iam()
        .evaluate(
            new IdentityPolicy.Request(
                key, "sts:GetWebIdentityToken", "arn:aws:sts::111122223333:self", Map.of()))
        .allowed();
  }

  @Test
  void aDocumentThatIsTooLongIsAnError() {
    assertMalformed("#" + "x".repeat(WorldFile.LARGEST), "world.yaml:1:1: longer than 1048576");
  }

  private static void assertMalformed(String yaml, String expected) {
    InvalidInputException failure =
        assertThrows(
            InvalidInputException.class,
            () ->
                LabServer.start(WorldFile.of("world.yaml", yaml), IrsaLab.Network.loopback())
                    .close());

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
      WorldFile world = WorldFile.of("world.yaml", text);
      try (IrsaLab lab = world.builder().start()) {
        ServiceAccount account = WorldSetup.add(world, lab).keySet().iterator().next();

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
    WorldFile world =
        WorldFile.of(
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
      var unused = WorldSetup.add(world, lab);
      PodIdentityAssociation made = lab.associations().get(0);
      assertEquals("arn:aws:iam::111122223333:role/t", made.targetRoleArn());
      assertEquals("{\"Statement\":[]}", made.policy());
      assertTrue(made.sessionTagsDisabled());
    }
  }

  @Test
  void anEmptyFileIsAnEmptyWorld() {
    assertEquals(Set.of(), added("# nothing yet\n"));
    assertEquals(Set.of(), added("serviceAccounts:\n"));
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
    String message =
        assertThrows(InvalidInputException.class, () -> WorldFile.read(file)).getMessage();
    assertFalse(message.contains("Exception"), message);
    return message;
  }
}
