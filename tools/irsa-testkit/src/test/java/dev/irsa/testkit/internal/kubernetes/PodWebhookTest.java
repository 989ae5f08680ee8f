package dev.irsa.testkit.internal.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.testkit.internal.kubernetes.Pod.TokenProjection;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodWebhookTest {

  private static final String ROLE =
      "arn:aws:iam::111122223333:role/eksctl-myeks-addon-iamserviceaccount-default--Role1-3OtbVkhc7PHP";
  private static final ServiceAccount ACCOUNT =
      ServiceAccount.of("default", "my-sa").withAnnotation("eks.amazonaws.com/role-arn", ROLE);

  /** The outputs of the walkthrough, with an account number. */
  @Test
  void podOfTheWalkthroughIsMutatedAsTheWalkthroughShows() throws Exception {
    var mutated = JSONObjectUtils.getJSONObject(JSONObjectUtils.parse(mutated()), "spec");
    var container = JSONObjectUtils.getJSONObjectArray(mutated, "containers")[0];

    assertEquals(
        """
        [{"name":"AWS_STS_REGIONAL_ENDPOINTS","value":"regional"},\
        {"name":"AWS_DEFAULT_REGION","value":"ap-northeast-2"},\
        {"name":"AWS_REGION","value":"ap-northeast-2"},\
        {"name":"AWS_ROLE_ARN","value":"%s"},\
        {"name":"AWS_WEB_IDENTITY_TOKEN_FILE","value":"/var/run/secrets/eks.amazonaws.com/serviceaccount/token"}]"""
            .formatted(ROLE),
        json(container.get("env")));
    assertEquals(
        """
        [{"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount","name":"kube-api-access-dccvr","readOnly":true},\
        {"mountPath":"/var/run/secrets/eks.amazonaws.com/serviceaccount","name":"aws-iam-token","readOnly":true}]""",
        json(container.get("volumeMounts")));
    assertTrue(
        json(mutated.get("volumes"))
            .startsWith(
                """
                [{"name":"aws-iam-token","projected":{"defaultMode":420,"sources":[{"serviceAccountToken":\
                {"audience":"sts.amazonaws.com","expirationSeconds":86400,"path":"token"}}]}},\
                {"name":"kube-api-access-dccvr",\
                """),
        json(mutated.get("volumes")));
  }

  private static String mutated() throws IOException {
    try (var in = PodWebhookTest.class.getResourceAsStream("pod.json")) {
      return webhook(ACCOUNT).mutate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void mutatingTwiceChangesNothingMore() throws Exception {
    var once = mutated();

    assertEquals(once, webhook(ACCOUNT).mutate(once));
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN",
    "AWS_REGION, AWS_DEFAULT_REGION",
    "AWS_DEFAULT_REGION, AWS_REGION"
  })
  void halfOfAnIdentityIsNeitherOverwrittenNorCompleted(String present, String missing) {
    var pod =
        mutate(
            ACCOUNT,
            "{}",
            """
        "containers": [{"name": "main", "env": [{"name": "%s", "value": "mine"}]}]"""
                .formatted(present));

    assertEquals("mine", pod.environment("main").get(present));
    assertFalse(pod.environment("main").containsKey(missing));
    assertEquals("regional", pod.environment("main").get("AWS_STS_REGIONAL_ENDPOINTS"));
    assertTrue(
        pod.toJson()
            .contains("\"mountPath\":\"/var/run/secrets/eks.amazonaws.com/serviceaccount\""));
  }

  @Test
  void aContainerThatHasAllOfItGetsNoMountEither() {
    var pod =
        mutate(
            ACCOUNT,
            "{}",
            """
            "containers": [{"name": "main", "env": [{"name": "AWS_ROLE_ARN", "value": "a"},
            {"name": "AWS_REGION", "value": "b"}, {"name": "AWS_STS_REGIONAL_ENDPOINTS", "value": "c"}]}]""");
    assertEquals(3, pod.environment("main").size());
    assertFalse(pod.toJson().contains("mountPath"), pod::toJson);
  }

  @Test
  void annotationsOfTheAccountChooseAudienceEndpointsAndExpiration() {
    var account =
        ACCOUNT
            .withAnnotation("eks.amazonaws.com/audience", "my-audience")
            .withAnnotation("eks.amazonaws.com/sts-regional-endpoints", "false")
            .withAnnotation("eks.amazonaws.com/token-expiration", "7200");

    var pod = mutate(account, "{}", "\"containers\": [{\"name\": \"main\"}]");

    assertEquals(
        Optional.of(new TokenProjection("my-audience", Duration.ofHours(2), "token")),
        pod.tokenProjection(PodWebhook.VOLUME));
    assertFalse(pod.environment("main").containsKey("AWS_STS_REGIONAL_ENDPOINTS"));
  }

  @ParameterizedTest
  @CsvSource({
    "3600, 3600",
    "600, 600",
    "599, 600",
    "0, 600",
    "-5, 600",
    "+1000, 1000",
    "604800, 604800"
  })
  void expirationOfThePodWinsAndIsAtLeastTenMinutes(String annotation, long expected) {
    var account = ACCOUNT.withAnnotation("eks.amazonaws.com/token-expiration", "7200");

    var pod =
        mutate(
            account,
            "{\"eks.amazonaws.com/token-expiration\": \"" + annotation + "\"}",
            "\"containers\": [{\"name\": \"main\"}]");

    assertEquals(
        Duration.ofSeconds(expected),
        pod.tokenProjection(PodWebhook.VOLUME).orElseThrow().expiration());
  }

  @Test
  void skipLabelDisablesTheWebhookForThePod() {
    var pod =
        """
        {"metadata": {"labels": {"eks.amazonaws.com/skip-pod-identity-webhook": ""}},
         "spec": {"serviceAccountName": "my-sa", "containers": [{"name": "main"}]}}""";

    assertEquals(compact(pod), webhook(ACCOUNT).mutate(pod));
  }

  @Test
  void podOfAMissingAccountOrOneWithoutARoleIsUnchanged() {
    var pod =
        """
        {"spec": {"serviceAccountName": "my-sa", "containers": [{"name": "main"}]}}""";
    var plain = ServiceAccount.of("default", "my-sa");
    var empty = plain.withAnnotation("eks.amazonaws.com/role-arn", "");
    for (var account : List.of(plain, empty, ServiceAccount.of("other", "my-sa"))) {
      assertEquals(compact(pod), webhook(account).mutate(pod));
    }
  }

  private static PodWebhook webhook(ServiceAccount account) {
    return new PodWebhook(
        (namespace, name) ->
            account.namespace().equals(namespace) && account.name().equals(name) ? account : null,
        WebhookSettings.eks("ap-northeast-2"));
  }

  private static Pod mutate(ServiceAccount account, String annotations, String spec) {
    var pod =
        "{\"metadata\": {\"annotations\": "
            + annotations
            + "}, \"spec\": {\"serviceAccountName\": \"my-sa\", "
            + spec
            + "}}";
    return webhook(account).mutate(Pod.parse(pod));
  }

  /** Returns the value as JSON text, in which the order of members is significant. */
  private static String json(Object value) {
    var text = JSONObjectUtils.toJSONString(Map.of("value", value));
    return text.substring("{\"value\":".length(), text.length() - 1);
  }

  private static String compact(String json) {
    try {
      return json(JSONObjectUtils.parse("{\"value\":" + json + "}").get("value"));
    } catch (ParseException e) {
      throw new AssertionError(json, e);
    }
  }
}
