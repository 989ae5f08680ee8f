package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.report.Check;
import dev.irsa.doctor.report.InvalidInputException;
import dev.irsa.doctor.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests as Helm, kustomize and kubectl print them, healthy and with one mistake each. */
class ManifestTest {
  private static final Path MANIFESTS = Path.of("src/test/resources/manifests");
  private static final String ISSUER = "oidc.eks.eu-central-1.amazonaws.com/id/AB12";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"karpenter.yaml", "external-dns.yaml", "shop.json", "kustomized.yaml"})
  void nothingIsFoundInHealthyManifests(String file) throws IOException {
    assertEquals(List.of(), examine(IrsaDoctor.builder(), file, read(file)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IRSA-04 | karpenter.yaml    | serviceAccountName: karpenter    | serviceAccountName: default |
          IRSA-04 | karpenter.yaml    | namespace: kube-system\\n  labels | namespace: karpenter\\n  labels | serviceAccountName: karpenter
          IRSA-04 | karpenter.yaml    | app.kubernetes.io/name: karpenter\\n      annotations | eks.amazonaws.com/skip-pod-identity-webhook: "true"\\n      annotations |
          IRSA-04 | karpenter.yaml    | annotations:\\n    spec          | annotations: {eks.amazonaws.com/skip-containers: controller}\\n    spec |
          IRSA-04 | karpenter.yaml    | annotations:\\n    spec          | annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/x"}\\n    spec |
          IRSA-04 | karpenter.yaml    | name: KUBERNETES_MIN_VERSION\\n              value: "1.19.0-0" | name: AWS_ROLE_ARN\\n              value: "" | name: AWS_ROLE_ARN
          IRSA-04 | karpenter.yaml    | name: KUBERNETES_MIN_VERSION\\n              value: "1.19.0-0" | name: AWS_WEB_IDENTITY_TOKEN_FILE\\n              value: " " | name: AWS_WEB_IDENTITY
          IRSA-04 | kustomized.yaml   | image: shop/agent:1              | env: [{name: AWS_CONTAINER_CREDENTIALS_FULL_URI, value: ""}] |
          IRSA-05 | karpenter.yaml    | eks.amazonaws.com/role-arn       | eks.amazon.com/role-arn |
          IRSA-05 | karpenter.yaml    | eks.amazonaws.com/role-arn       | eks.amazonaws.com/role_arn |
          IRSA-05 | external-dns.yaml | arn:aws:iam::111122223333:role   | arn:aws:iam::11112222333:role |
          IRSA-05 | shop.json         | arn:aws:iam::111122223333:role/  | ${ROLE} |
          IRSA-05 | external-dns.yaml | us-east-1                        | cn-north-1 |
          IRSA-06 | shop.json         | DB_PASSWORD": "swordfish-9"      | AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "swordfish-9" | secretRef
          IRSA-06 | karpenter.yaml    | name: KUBERNETES_MIN_VERSION     | name: AWS_PROFILE | value:
          IRSA-06 | karpenter.yaml    | name: KUBERNETES_MIN_VERSION\\n              value: "1.19.0-0" | name: IRSA_IDENTITY_SOURCE\\n              value: container | value: container
          IRSA-06 | kustomized.yaml   | image: shop/agent:1              | env: [{name: IRSA_IDENTITY_SOURCE, value: web-identity}] |
          IRSA-06 | karpenter.yaml    | name: KUBERNETES_MIN_VERSION     | name: AWS_WEB_IDENTITY_TOKEN_FILE | value:
          IRSA-06 | kustomized.yaml   | name: AWS_ROLE_ARN               | name: AWS_PROFILE | value:
          IRSA-08 | karpenter.yaml    | "eu-central-1"                   | "eu-central-1b" |
          IRSA-08 | external-dns.yaml | us-east-1                        | us-east-9 |
          IRSA-09 | shop.json         | token-expiration": "86400"       | audience": "vault" |
          IRSA-09 | kustomized.yaml   | audience: sts.amazonaws.com      | path: token | serviceAccountToken:
          IRSA-13 | kustomized.yaml   | mountPath: /var/run/aws          | mountPath: /var/run/aws\\n          subPath: token |
          IRSA-13 | shop.json         | 86400                            | 1h |
          IRSA-13 | shop.json         | 86400                            | 86401 |
          IRSA-23 | external-dns.yaml | $(POD_NAME)                      | $(POD_NAM) |
          IRSA-27 | karpenter.yaml    | name: KUBERNETES_MIN_VERSION\\n              value: "1.19.0-0" | name: IRSA_STS_SPARE\\n              value: cn-north-1 | value: cn-north-1
          IRSA-27 | karpenter.yaml    | name: KUBERNETES_MIN_VERSION\\n              value: "1.19.0-0" | name: IRSA_STS_SPARE\\n              value: eu-central-1 | value: eu-central-1
          IRSA-27 | kustomized.yaml   | image: shop/agent:1              | env: [{name: IRSA_STS_SPARE, value: eu-west-3}] |
          POD-06  | kustomized.yaml   | serviceAccountName: agent-user   | serviceAccountName: agent-user\\n      hostNetwork: true |
          POD-09  | kustomized.yaml   | image: shop/agent:1              | env: [{name: AWS_CONTAINER_CREDENTIALS_FULL_URI, value: "http://10.0.0.1/"}] |
          """)
  void eachMistakeIsFoundWhereItStands(
      String id, String file, String right, String wrong, String shown) throws IOException {
    String healthy = read(file);
    String from = right.replace("\\n", "\n");
    assertTrue(healthy.contains(from), "the manifest does not contain " + from);
    int at = healthy.lastIndexOf(from);
    String planted =
        healthy.substring(0, at)
            + wrong.replace("\\n", "\n")
            + healthy.substring(at + from.length());

    List<Check> found = examine(IrsaDoctor.builder(), file, planted);

    assertFalse(found.isEmpty(), planted);
    assertEquals(id, found.get(0).id(), found::toString);
    assertTrue(found.get(0).found().startsWith(file + ":"), found::toString);
    String line =
        planted.lines().toList().get(Integer.parseInt(found.get(0).found().split(":", -1)[1]) - 1);
    assertTrue(
        shown == null
            ? Stream.of(wrong.split("\\\\n", -1)).anyMatch(part -> line.contains(part.strip()))
            : line.contains(shown),
        () -> line + " but " + found);
    assertFalse(found.toString().contains("swordfish"), "a secret in " + found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"600", "599", "0", "-5", "+3600"})
  void anExpirationThatTheWebhookTakesIsNoMistake(String seconds) throws IOException {
    String manifest = read("shop.json").replace("86400", seconds);

    assertEquals(List.of(), examine(IrsaDoctor.builder(), "shop.json", manifest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-east-1", "eu-west-3", "https://sts.us-east-1.amazonaws.com"})
  void aSpareIsNotTakenForTheRegionOfAClusterThatIsNotKnown(String spare) throws IOException {
    String manifest =
        read("karpenter.yaml")
            .replace("name: AWS_REGION", "name: IRSA_STS_SPARE")
            .replace("\"eu-central-1\"", spare);

    assertEquals(List.of(), examine(IrsaDoctor.builder(), "karpenter.yaml", manifest));
  }

  /** The container has a profile, which matters only if the webhook injects the role. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a, controller      | true",
        "controller , a     | true",
        "a,controller       | false",
      })
  void skippedContainersAreThoseThatTheWebhookSkips(String names, boolean injected)
      throws IOException {
    String manifest =
        read("karpenter.yaml")
            .replace("name: KUBERNETES_MIN_VERSION", "name: AWS_PROFILE")
            .replace(
                "annotations:\n    spec",
                "annotations: {eks.amazonaws.com/skip-containers: \"" + names + "\"}\n    spec");

    List<Check> found = examine(IrsaDoctor.builder(), "karpenter.yaml", manifest);

    assertEquals(
        injected, found.stream().anyMatch(check -> check.id().equals("IRSA-06")), found::toString);
  }

  @Test
  void theTrustPolicyIsJudgedForEachServiceAccount() throws IOException {
    String policy = policy("kube-system:karpenter", ISSUER, ISSUER);
    assertEquals(List.of(), judged(policy, "karpenter.yaml", null));

    assertFinding(
        "IRSA-02", judged(policy("karpenter:karpenter", ISSUER, ISSUER), "karpenter.yaml", null));
    assertFinding("IRSA-16", judged(policy, "karpenter.yaml", "https://oidc.example/id/OTHER"));
    assertFinding(
        "IRSA-16",
        judged(
            policy("kube-system:karpenter", ISSUER, "https://" + ISSUER), "karpenter.yaml", null));
    assertFinding(
        "IRSA-02",
        judged(policy("kube-system:external-dns", ISSUER, ISSUER), "external-dns.yaml", null));
    assertFinding(
        "POD-02",
        judged(PodWorld.ASSUME_ONLY, "kustomized.yaml", null).stream()
            .filter(check -> check.id().startsWith("POD"))
            .toList());
  }

  @Test
  void anAccountThatPodsOfOthersWillUseIsNoMistakeOfThisPod() throws IOException {
    String operator =
        read("karpenter.yaml")
            .replace(
                "serviceAccountName: karpenter", "serviceAccountName: operator-made-elsewhere");

    assertEquals(
        List.of(Verdict.WARN),
        examine(IrsaDoctor.builder(), "m.yaml", operator).stream().map(Check::verdict).toList());
  }

  @Test
  void aPolicyThatWouldJudgeNothingIsRefused() {
    String policy = policy("kube-system:karpenter", ISSUER, ISSUER);
    String whole = "{\"Role\": {\"Arn\": \"%s\", \"AssumeRolePolicyDocument\": %s}}";
    String other = whole.formatted("arn:aws:iam::111122223333:role/other", policy);
    String two = "karpenter.yaml:external-dns.yaml";

    assertRefused("which no service account in the manifests has", other, "karpenter.yaml", null);
    assertRefused("to which of 2 roles it belongs", policy, two, null);
    assertRefused("--issuer: expected a URL", policy, "karpenter.yaml", "oidc.eks.x");
  }

  @Test
  void aProviderThatIsNoUrlIsTheIssuerOfAnotherCluster() throws IOException {
    String provider = "oidc.eks.<region>.amazonaws.com/id/AB";
    String policy = policy("kube-system:karpenter", ISSUER, ISSUER).replace(ISSUER, provider);

    assertFinding("IRSA-16", judged(policy, "karpenter.yaml", null));
  }

  private void assertRefused(String expected, String policy, String files, String issuer) {
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> judged(policy, files, issuer));
    assertTrue(String.valueOf(e.getMessage()).contains(expected), e::getMessage);
  }

  private static void assertFinding(String id, List<Check> found) {
    assertEquals(id, found.isEmpty() ? "none" : found.get(0).id(), found::toString);
    assertTrue(found.get(0).fix().contains("update-assume-role-policy"), found::toString);
  }

  private static String policy(String account, String provider, String keys) {
    return """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
         "Action": "sts:AssumeRoleWithWebIdentity",
         "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/%1$s"},
         "Condition": {"StringEquals": {"%2$s:sub": "system:serviceaccount:%3$s",
                                        "%2$s:aud": "sts.amazonaws.com"}}}]}"""
        .formatted(provider, keys, account);
  }

  private List<Check> judged(String policy, String file, String issuer) throws IOException {
    Path trust = Files.writeString(directory.resolve("trust.json"), policy);
    Map<String, String> texts = new LinkedHashMap<>();
    for (String each : file.split(":", -1)) {
      texts.put(each, read(each));
    }
    return IrsaDoctor.builder()
        .trustPolicy(trust)
        .examineManifests(texts, "default", issuer, Set.of())
        .checks();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a: [                                              | m.yaml:1:5
          kind: Pod                                         | m.yaml:1:1
          {apiVersion: v1, kind: Pod, metadata: [x]}        | m.yaml:1:29 metadata: expected an object
          {apiVersion: v1, kind: Pod, spec: {containers: 1}}| m.yaml:1:36 spec.containers: expected a list
          {apiVersion: v1, kind: 7}                         | m.yaml:1:18 kind: expected a string
          {apiVersion: v1, kind: Pod, spec: {containers: [{env: [{name: DB_PASSWORD, value: 73573573}]}]}} | expected a string, found a number: quote it
          {apiVersion: v1, kind: Pod, spec: {containers: [{env: [{name: DB_PASSWORD, value: *S73573573}]}]}} | m.yaml:1:83: found undefined alias
          @                                                 | m.yaml:1:1
          "\\x                                               | m.yaml:1:1: not readable
          &a {apiVersion: v1, kind: List, items: [*a]}      | m.yaml:1:1 items[0]
          """)
  void aMalformedManifestIsOneLineWithItsPlace(String text, String expected) {
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class,
            () -> examine(IrsaDoctor.builder(), "m.yaml", text.strip()));

    assertTrue(String.valueOf(e.getMessage()).contains(expected), e::getMessage);
    assertEquals(1, String.valueOf(e.getMessage()).lines().count(), e::getMessage);
    assertFalse(String.valueOf(e.getMessage()).contains("73573573"), "a secret in the message");
  }

  @Test
  void healthyIsSaidOnlyOfRolesThatAreThere() throws IOException {
    assertEquals(
        "Nothing keeps pods from the roles of 2 service accounts.",
        conclusion(read("kustomized.yaml")));
    assertEquals(
        "No service account in the manifests has a role.",
        conclusion("{apiVersion: v1, kind: ServiceAccount, metadata: {name: cart}}"));
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> conclusion("# none\n"));
    assertTrue(
        String.valueOf(e.getMessage()).contains("m.yaml: contains no objects"), e::getMessage);
  }

  @Test
  void knativeRunsPodsToo() throws IOException {
    String file = "karpenter.yaml";
    String knative =
        read(file)
            .replace("name: KUBERNETES_MIN_VERSION", "name: AWS_PROFILE")
            .replace("apiVersion: apps/v1", "apiVersion: serving.knative.dev/v1");

    for (String kind : List.of("Service", "Configuration")) {
      List<Check> found =
          examine(IrsaDoctor.builder(), file, knative.replace("kind: Deployment", "kind: " + kind));

      assertEquals(List.of("IRSA-06"), found.stream().map(Check::id).toList(), found::toString);
    }
  }

  @Test
  void mergeKeysAddWhatTheyMerge() {
    assertEquals(
        "Nothing keeps pods from the role of default/cart.",
        conclusion(
            """
            apiVersion: v1
            kind: List
            items:
              - &cart
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: cart
                  annotations: &role {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/r"}
              - <<: [{kind: Pod}, *cart]
                kind: ServiceAccount
                metadata: {name: cart, annotations: {<<: *role}}
            """));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"merge keys", "itself", "lists", "containers"})
  void aliasesThatMultiplyAreRefused(String what) {
    String text =
        switch (what) {
          case "merge keys" -> doubled("&%s {<<: [*%s, *%s]}");
          case "itself" -> "&a {<<: *a, apiVersion: v1, kind: ServiceAccount}";
          case "lists" -> doubled("&%s {apiVersion: v1, kind: List, items: [*%s, *%s]}");
          default -> manyTimes(300);
        };

    InvalidInputException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () -> assertThrows(InvalidInputException.class, () -> conclusion(text)));

    assertTrue(e.place().startsWith("m.yaml:"), e::getMessage);
    assertEquals(1, String.valueOf(e.getMessage()).lines().count(), e::getMessage);
  }

  /** Returns a list in which each item contains its predecessor twice. */
  private static String doubled(String item) {
    StringBuilder text =
        new StringBuilder(
            "apiVersion: v1\nkind: List\nitems:\n- &a0 {apiVersion: v1, kind: Secret}\n");
    for (int i = 1; i <= 19; i++) {
      String before = "a" + (i - 1);
      text.append("- ").append(item.formatted("a" + i, before, before)).append('\n');
    }
    return text.toString();
  }

  /** Returns pods that share their containers, which share their variables. */
  private static String manyTimes(int width) {
    String variables = "{name: A, value: b},".repeat(width);
    String containers =
        "{name: c, env: &e [" + variables + "]}," + "{name: c, env: *e},".repeat(width);
    String pod = "{apiVersion: v1, kind: Pod, spec: ";
    return "{apiVersion: v1, kind: List, items: [%s &s {containers: [%s]}},%s]}"
        .formatted(pod, containers, (pod + "*s},").repeat(width));
  }

  @Test
  void aChartWithManyDefinitionsIsRead() throws IOException {
    String definition =
        "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n"
            + "- description: a field of many\n  type: string\n".repeat(2_000);
    String chart = read("karpenter.yaml") + definition.repeat(100);
    assertTrue(chart.length() > 8 << 20, "as long as charts are");

    assertEquals("Nothing keeps pods from the role of kube-system/karpenter.", conclusion(chart));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "\"%s\"", "'%s'", "|\n    %s"})
  void theTimeForALongScalarGrowsWithItsLengthOnly(String form) throws IOException {
    String scalar = form.formatted("A".repeat(16 << 20));
    String chart = "apiVersion: v1\nkind: ConfigMap\ndata:\n  big: " + scalar + "\n---\n";

    String conclusion =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> conclusion(chart + read("karpenter.yaml")));

    assertEquals("Nothing keeps pods from the role of kube-system/karpenter.", conclusion);
  }

  @Test
  void variablesOfAListComeBeforeThoseOfConfigMaps() throws IOException {
    String file = "kustomized.yaml";
    String injected =
        read(file)
            .replaceFirst(
                "- env:\\n(        - .*\\n          value: .*\\n){2}        envFrom", "- envFrom")
            .replace("  AWS_REGION: us-east-1", "  AWS_REGION: us-east-1\n  AWS_ROLE_ARN: ''");
    assertFalse(injected.contains("- env:"), injected);

    assertEquals(List.of(), examine(IrsaDoctor.builder(), file, injected));
  }

  @Test
  void aRoleWhosePathWasForgottenIsFoundByThePolicy() throws IOException {
    String policy =
        "{\"Role\": {\"Arn\": \"%s\", \"AssumeRolePolicyDocument\": %s}}"
            .formatted(
                "arn:aws:iam::111122223333:role/team/external-dns",
                policy("kube-system:external-dns", ISSUER, ISSUER));
    String manifest = read("external-dns.yaml");
    Matcher role = Pattern.compile("role-arn: \"\\S+:role/([\\w-]+)").matcher(manifest);
    assertTrue(role.find(), manifest);

    List<Check> found =
        judged(
            policy.replace("team/external-dns", "team/" + role.group(1)),
            "external-dns.yaml",
            null);

    assertEquals("IRSA-05", found.get(0).id(), found::toString);
    assertTrue(found.get(0).fix().contains(":role/team/"), found::toString);
  }

  private static String conclusion(String text) {
    return IrsaDoctor.builder()
        .examineManifests(Map.of("m.yaml", text), "default", null, Set.of())
        .conclusion();
  }

  @ParameterizedTest
  @ValueSource(strings = {"karpenter.yaml", "external-dns.yaml", "shop.json", "kustomized.yaml"})
  void anyTextIsExaminedOrRefusedInOneLine(String file) throws IOException {
    Random random = new Random(29);
    String healthy = read(file);
    for (int i = 0; i < 400; i++) {
      StringBuilder text = new StringBuilder(healthy);
      for (int j = random.nextInt(3); j >= 0; j--) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + random.nextInt(12));
        text.replace(at, end, String.valueOf("{}[]:,-&*!|>'\"\t\n x7".charAt(random.nextInt(19))));
      }
      try {
        assertFalse(
            examine(IrsaDoctor.builder(), file, text.toString()).toString().contains("swordfish"));
      } catch (InvalidInputException e) {
        assertEquals(1, String.valueOf(e.getMessage()).lines().count(), e::getMessage);
        assertTrue(e.place().startsWith(file), e::getMessage);
      }
    }
  }

  private static List<Check> examine(IrsaDoctor.Builder doctor, String file, String text) {
    return doctor.examineManifests(Map.of(file, text), "default", null, Set.of()).checks();
  }

  private static String read(String file) throws IOException {
    return Files.readString(MANIFESTS.resolve(file));
  }
}
