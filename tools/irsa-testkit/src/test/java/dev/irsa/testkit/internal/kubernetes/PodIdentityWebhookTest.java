package dev.irsa.testkit.internal.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.internal.kubernetes.Pod.TokenProjection;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Follows the test data of amazon-eks-pod-identity-webhook for container credentials. */
final class PodIdentityWebhookTest {

  private static final ServiceAccount PLAIN = ServiceAccount.of("default", "my-sa");
  private static final ServiceAccount IRSA =
      PLAIN.withAnnotation("eks.amazonaws.com/role-arn", "arn:aws:iam::111122223333:role/r");
  private static final String POD =
      """
      {"metadata":{"name":"p"},"spec":{"serviceAccountName":"my-sa","containers":[{"name":"app"}]}}""";

  private static PodWebhook webhook(ServiceAccount account, WebhookSettings settings) {
    return new PodWebhook(
        (namespace, name) -> account,
        (namespace, name) -> namespace.equals("default") && name.equals("my-sa"),
        settings,
        new Random(7));
  }

  private static PodWebhook webhook(ServiceAccount account) {
    return webhook(account, WebhookSettings.eks("ap-northeast-2"));
  }

  private static PodWebhook webhookOfAnHour(ServiceAccount account) {
    return webhook(account, new WebhookSettings("ap-northeast-2", Duration.ofHours(1)));
  }

  @Test
  void thePodOfAnAssociatedAccountIsMutatedAsByTheRealWebhook() {
    assertEquals(
        """
        {"metadata":{"name":"p","labels":{"eks.amazonaws.com/pod-identity":"enabled"}},\
        "spec":{"serviceAccountName":"my-sa","containers":[{"name":"app","env":[\
        {"name":"AWS_STS_REGIONAL_ENDPOINTS","value":"regional"},\
        {"name":"AWS_DEFAULT_REGION","value":"ap-northeast-2"},\
        {"name":"AWS_REGION","value":"ap-northeast-2"},\
        {"name":"AWS_CONTAINER_CREDENTIALS_FULL_URI","value":"http://169.254.170.23/v1/credentials"},\
        {"name":"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE","value":"/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token"}],\
        "volumeMounts":[{"mountPath":"/var/run/secrets/pods.eks.amazonaws.com/serviceaccount","name":"eks-pod-identity-token","readOnly":true}]}],\
        "volumes":[{"name":"eks-pod-identity-token","projected":{"defaultMode":420,"sources":[{"serviceAccountToken":\
        {"audience":"pods.eks.amazonaws.com","expirationSeconds":3600,"path":"eks-pod-identity-token"}}]}}]}}""",
        webhookOfAnHour(PLAIN).mutate(POD));
  }

  @Test
  void podIdentityTakesPrecedenceOverIrsa() {
    assertEquals(webhookOfAnHour(PLAIN).mutate(POD), webhookOfAnHour(IRSA).mutate(POD));
  }

  @Test
  void theDefaultLifetimeIsDrawnBetween22And24Hours() {
    PodWebhook webhook = webhook(PLAIN);
    Set<Long> hours = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      Duration lifetime = token(webhook).expiration();
      assertTrue(
          lifetime.compareTo(Duration.ofHours(22)) >= 0
              && lifetime.compareTo(Duration.ofHours(24)) <= 0,
          lifetime.toString());
      hours.add(lifetime.toMinutes() / 30);
    }
    assertTrue(hours.size() >= 4, hours.toString());
  }

  private static TokenProjection token(PodWebhook webhook) {
    return webhook
        .mutate(Pod.parse(POD))
        .tokenProjection(PodWebhook.POD_IDENTITY_VOLUME)
        .orElseThrow();
  }

  @Test
  void ofTheAnnotationsOfTheAccountTheAudienceIsIgnored() {
    ServiceAccount account =
        PLAIN
            .withAnnotation("eks.amazonaws.com/audience", "other")
            .withAnnotation("eks.amazonaws.com/token-expiration", "7200")
            .withAnnotation("eks.amazonaws.com/sts-regional-endpoints", "false");
    assertEquals(
        new TokenProjection(
            "pods.eks.amazonaws.com", Duration.ofHours(2), "eks-pod-identity-token"),
        token(webhook(account)));
    assertFalse(environment(account, "").containsKey("AWS_STS_REGIONAL_ENDPOINTS"));
  }

  /** Returns the environment of a container that has some variables already. */
  private static Map<String, String> environment(ServiceAccount account, String variables) {
    String pod =
        """
        {"spec":{"serviceAccountName":"my-sa","containers":[{"name":"app","env":[%s]}]}}"""
            .formatted(variables);
    return webhook(account).mutate(Pod.parse(pod)).environment("app");
  }

  @Test
  void variablesThatAreSetAreKept() {
    Map<String, String> environment =
        environment(
            PLAIN,
            """
            {"name":"AWS_CONTAINER_CREDENTIALS_FULL_URI","value":"http://127.0.0.1/mine"}""");
    assertEquals("http://127.0.0.1/mine", environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
    assertEquals(4, environment.size());
    assertFalse(environment.containsKey("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
  }

  @Test
  void aPodThatBringsTheVariablesOfIrsaHasBoth() {
    Map<String, String> environment =
        environment(
            PLAIN,
            """
            {"name":"AWS_ROLE_ARN","value":"arn:aws:iam::111122223333:role/r"},
            {"name":"AWS_WEB_IDENTITY_TOKEN_FILE","value":"/t/token"}""");
    assertEquals(7, environment.size(), environment::toString);
    assertTrue(environment.containsKey("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
  }
}
