package dev.irsa.testkit.podidentity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.RawHttp;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.internal.server.ReceivedResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EksAuthServiceTest {
  private static final String CLUSTER_ARN = "arn:aws:eks:ap-northeast-2:111122223333:cluster/myeks";

  private final PodIdentityFixture fixture = new PodIdentityFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private ReceivedResponse exchange(String token) {
    return exchange("myeks", "{\"token\":\"" + token + "\"}");
  }

  private ReceivedResponse exchange(String cluster, String body) {
    URI uri = fixture.lab.eksAuth().plainUri();
    return RawHttp.post(
        uri.resolve("/clusters/" + cluster + "/assume-role-for-pod-identity"), body);
  }

  private static void assertRefused(int status, String code, ReceivedResponse reply) {
    assertEquals(code, reply.header("x-amzn-ErrorType"), reply.body());
    assertEquals(status, reply.status());
    assertTrue(reply.body().matches("\\{\"message\":\"[^\"]+\"}"), reply.body());
  }

  private AccessKey issuedBy(ReceivedResponse reply) {
    assertEquals(200, reply.status(), reply.body());
    return fixture.lab.accessKeys().find(RawHttp.text(reply, "accessKeyId")).orElseThrow();
  }

  /** Returns a token with a changed claim. */
  private String token(String claim, Object value) {
    Map<String, Object> claims = claims();
    claims.put(claim, value);
    return fixture.lab.issuer().mint(claims);
  }

  private Map<String, Object> claims() {
    long now = fixture.time.instant().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("aud", List.of("pods.eks.amazonaws.com"));
    claims.put("exp", now + 3600);
    claims.put("iat", now);
    claims.put("nbf", now);
    claims.put("sub", "system:serviceaccount:default:my-sa");
    claims.put("kubernetes.io", boundTo("my-sa"));
    return claims;
  }

  private static Map<String, Object> boundTo(String account) {
    return Map.of(
        "namespace", "default",
        "pod", Map.of("name", "p", "uid", "u"),
        "serviceaccount", Map.of("name", account, "uid", "v"));
  }

  private void trust(String trustPolicy) {
    Role role = fixture.lab.roleOf(fixture.account);
    fixture.lab.iam().updateRole(role.withTrustPolicy(TrustPolicy.parse(trustPolicy)));
  }

  private static String allowing(String actions, String condition) {
    return """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
          "Principal": {"Service": "pods.eks.amazonaws.com"},
          "Action": [%s], "Condition": {%s}}]}"""
        .formatted(actions, condition);
  }

  @Test
  void sessionsAreNamedAfterClusterAndPodCutToTenCharacters() {
    String name = issuedBy(exchange(token("kubernetes.io", longNames()))).principal().arn();

    assertTrue(name.matches(".*/eks-myeks-carts-d49c-[0-9a-f-]{36}"), name);
  }

  private static Map<String, Object> longNames() {
    Map<String, Object> bound = new LinkedHashMap<>(boundTo("my-sa"));
    bound.put("pod", Map.of("name", "carts-d49c9b7d8-x2v7p", "uid", "u"));
    return bound;
  }

  @Test
  void sessionsHaveTheTagsOfThePod() throws Exception {
    Map<String, Object> claims =
        com.nimbusds.jwt.SignedJWT.parse(fixture.token()).getJWTClaimsSet().getClaims();
    Map<?, ?> pod = (Map<?, ?>) ((Map<?, ?>) claims.get("kubernetes.io")).get("pod");

    AccessKey key = issuedBy(exchange(fixture.token()));

    assertEquals(
        Map.of(
            "eks-cluster-arn",
            CLUSTER_ARN,
            "eks-cluster-name",
            "myeks",
            "kubernetes-namespace",
            "default",
            "kubernetes-service-account",
            "my-sa",
            "kubernetes-pod-name",
            fixture.pod.name(),
            "kubernetes-pod-uid",
            pod.get("uid")),
        key.sessionTags());
    assertEquals(key.sessionTags().keySet(), key.tags().transitiveKeys());
  }

  @Test
  void anAssociationCanDisableTags() {
    String role = fixture.lab.roleOf(fixture.account).arn();
    fixture.lab.disassociate(fixture.account);
    fixture.lab.associate(
        fixture.account, PodIdentityAssociation.Request.forRole(role).withoutSessionTags());
    trust(allowing("\"sts:AssumeRole\"", ""));

    assertEquals(Map.of(), issuedBy(exchange(fixture.token())).sessionTags());
  }

  @Test
  void anAssociationMayHaveASessionPolicyInsteadOfTags() {
    PodIdentityAssociation.Request request = PodIdentityAssociation.Request.forNewRole();
    fixture.lab.disassociate(fixture.account);

    PodIdentityAssociation made =
        fixture.lab.associate(fixture.account, request.withPolicy("{\"Statement\": []}"));

    assertEquals("{\"Statement\": []}", made.policy());
    assertEquals(Map.of(), issuedBy(exchange(fixture.token())).sessionTags());
    for (String malformed : List.of("{}", "{\"Statement\": null}", "null", "")) {
      assertThrows(IllegalArgumentException.class, () -> request.withPolicy(malformed));
    }
  }

  @Test
  void anAccountWithoutAnAssociationIsNotFound() {
    fixture.lab.disassociate(fixture.account);

    assertRefused(404, "ResourceNotFoundException", exchange(fixture.token()));
  }

  /** {@code PodIdentityTrustTest} tests the conditions themselves. */
  @Test
  void aTrustPolicySeesClusterAndPod() {
    String conditions =
        """
        "StringEquals": {
          "aws:RequestTag/kubernetes-namespace": "default",
          "aws:RequestTag/kubernetes-service-account": "my-sa",
          "aws:SourceAccount": "111122223333",
          "aws:SourceArn": "%s"
        }""";
    String actions = "\"sts:AssumeRole\", \"sts:TagSession\"";
    trust(allowing(actions, conditions.formatted(CLUSTER_ARN)));
    assertFalse(issuedBy(exchange(fixture.token())).sessionTags().isEmpty());
    trust(allowing(actions, conditions.formatted(CLUSTER_ARN + "2")));
    ReceivedResponse refused = exchange(fixture.token());
    assertRefused(400, "AccessDeniedException", refused);
    assertTrue(refused.body().contains("EKS does not have permissions to assume"), refused.body());
  }

  @Test
  void tokensThatDoNotVerifyAreInvalid() {
    long now = fixture.time.instant().getEpochSecond();
    OidcIssuer stranger = OidcIssuer.at(fixture.lab.issuer().issuer());
    for (String token :
        List.of(
            token("aud", List.of("sts.amazonaws.com")),
            token("iss", "https://oidc.eks.eu-west-1.amazonaws.com/id/OTHER"),
            token("iat", now + 60),
            token("nbf", now + 60),
            token("sub", "system:serviceaccount:default:other"),
            token("kubernetes.io", Map.of("namespace", "default")),
            token("kubernetes.io", "none"),
            stranger.mint(claims()),
            "e30.e30.e30",
            "bnVsbA.e30.e30")) {
      assertRefused(400, "InvalidTokenException", exchange(token));
    }
  }

  /** Without leeway, unlike STS. */
  @Test
  void aTokenIsValidBeforeItsEnd() {
    long now = fixture.time.instant().getEpochSecond();
    assertRefused(400, "ExpiredTokenException", exchange(token("exp", now)));
    assertEquals(200, exchange(token("exp", now + 1)).status());
  }

  @Test
  void malformedRequestsAreRefused() {
    assertRefused(400, "InvalidRequestException", exchange("myeks", "token"));
    assertRefused(400, "InvalidRequestException", exchange("myeks", "null"));
    assertRefused(400, "InvalidRequestException", exchange("myeks", "{\"token\":5}"));
    assertRefused(400, "InvalidParameterException", exchange("myeks", "{}"));
    assertRefused(400, "InvalidParameterException", exchange("myeks", "{\"token\":null}"));
    assertRefused(400, "InvalidParameterException", exchange("a b"));
    assertRefused(
        404,
        "UnknownOperationException",
        RawHttp.post(fixture.lab.eksAuth().plainUri().resolve("/clusters"), "{}"));
  }

  @Test
  void aTargetRoleIsAssumedWithTheExternalIdForLessThanAnHour() {
    Role target = target("\"sts:AssumeRole\", \"sts:TagSession\"", "default/my-sa");
    associateWithTarget(target);

    AccessKey key = issuedBy(exchange(fixture.token()));

    assertEquals(target.arn(), key.principal().role().arn());
    assertEquals(Instant.parse("2026-11-24T16:03:05Z"), key.expiresAt());
    assertEquals("my-sa", key.sessionTags().get("kubernetes-service-account"));
  }

  @Test
  void aTargetRoleMustAllowTagsUnlessTheyAreDisabled() {
    Role target = target("\"sts:AssumeRole\"", "default/my-sa");
    associateWithTarget(target);
    assertRefused(400, "AccessDeniedException", exchange(fixture.token()));
    String role = fixture.lab.roleOf(fixture.account).arn();
    fixture.lab.disassociate(fixture.account);

    fixture.lab.associate(
        fixture.account,
        PodIdentityAssociation.Request.forRole(role)
            .withTargetRole(target.arn())
            .withoutSessionTags());

    assertEquals(target.arn(), issuedBy(exchange(fixture.token())).principal().role().arn());
  }

  private Role target(String actions, String account) {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
          "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
          "Action": [%s],
          "Condition": {
            "StringEquals": {
              "sts:ExternalId": "ap-northeast-2/111122223333/myeks/%s"
            },
            "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/eksctl-*"}
          }}]}"""
            .formatted(actions, account);
    return fixture
        .lab
        .iam()
        .createRole("target", TrustPolicy.parse(policy), Duration.ofHours(1), List.of());
  }

  private void associateWithTarget(Role target) {
    String role = fixture.lab.roleOf(fixture.account).arn();
    fixture.lab.disassociate(fixture.account);
    PodIdentityAssociation association =
        fixture.lab.associate(
            fixture.account,
            PodIdentityAssociation.Request.forRole(role).withTargetRole(target.arn()));
    assertEquals("ap-northeast-2/111122223333/myeks/default/my-sa", association.externalId());
  }
}
