package dev.irsa.testkit.internal.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  private static String pod(String metadata, String container, String volumes) {
    return """
        {"metadata":{%s},"spec":{"serviceAccountName":"my-sa","containers":[{"name":"app"%s}]%s}}"""
        .formatted(metadata, container, volumes);
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
      Duration lifetime = lifetime(webhook, POD);
      assertTrue(
          lifetime.compareTo(Duration.ofHours(22)) >= 0
              && lifetime.compareTo(Duration.ofHours(24)) <= 0,
          lifetime.toString());
      hours.add(lifetime.toMinutes() / 30);
    }
    assertTrue(hours.size() >= 4, hours.toString());
  }

  private static Duration lifetime(PodWebhook webhook, String pod) {
    return webhook
        .mutate(Pod.parse(pod))
        .tokenProjection(PodWebhook.POD_IDENTITY_VOLUME)
        .orElseThrow()
        .expiration();
  }

  @Test
  void theAudienceOfTheAccountIsIgnored() {
    ServiceAccount account = PLAIN.withAnnotation("eks.amazonaws.com/audience", "other");

    assertEquals(
        "pods.eks.amazonaws.com",
        webhook(account)
            .mutate(Pod.parse(POD))
            .tokenProjection(PodWebhook.POD_IDENTITY_VOLUME)
            .orElseThrow()
            .audience());
  }

  @Test
  void regionalEndpointsCanBeSwitchedOff() {
    ServiceAccount account =
        PLAIN.withAnnotation("eks.amazonaws.com/sts-regional-endpoints", "false");

    assertTrue(
        !webhook(account)
            .mutate(Pod.parse(POD))
            .environment("app")
            .containsKey("AWS_STS_REGIONAL_ENDPOINTS"));
  }

  @Test
  void variablesThatAreSetAreKept() {
    String container =
        """
        ,"env":[{"name":"AWS_CONTAINER_CREDENTIALS_FULL_URI","value":"http://127.0.0.1/mine"}]""";

    Map<String, String> environment =
        webhook(PLAIN).mutate(Pod.parse(pod("", container, ""))).environment("app");

    assertEquals("http://127.0.0.1/mine", environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
    assertEquals(4, environment.size());
    assertTrue(!environment.containsKey("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
  }

  @Test
  void aPodThatBringsTheVariablesOfIrsaHasBoth() {
    String container =
        """
        ,"env":[{"name":"AWS_ROLE_ARN","value":"arn:aws:iam::111122223333:role/r"},
                {"name":"AWS_WEB_IDENTITY_TOKEN_FILE","value":"/t/token"}]""";

    Set<String> names =
        webhook(PLAIN).mutate(Pod.parse(pod("", container, ""))).environment("app").keySet();

    assertTrue(
        names.containsAll(
            Set.of(
                "AWS_ROLE_ARN",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")));
  }
}
