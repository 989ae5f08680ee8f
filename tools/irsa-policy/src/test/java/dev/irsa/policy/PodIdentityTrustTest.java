package dev.irsa.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.Decision.Kind;
import dev.irsa.policy.TrustPolicy.PodIdentityContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodIdentityTrustTest {
  private static final String CLUSTER = "arn:aws:eks:eu-west-1:111122223333:cluster/myeks";
  private static final PodIdentityContext TAGGED =
      context(Map.of("kubernetes-namespace", "team", "eks-cluster-name", "myeks"));

  private static PodIdentityContext context(Map<String, String> tags) {
    return new PodIdentityContext(CLUSTER, "111122223333", "eks-myeks-pod-1", tags);
  }

  private static TrustPolicy policy(String... statements) {
    return TrustPolicy.parse(
        "{\"Version\": \"2012-10-17\", \"Statement\": [" + String.join(",", statements) + "]}");
  }

  private static String statement(String effect, String action, String condition) {
    return """
        {"Effect": "%s", "Principal": {"Service": "pods.eks.amazonaws.com"},
         "Action": %s, "Condition": {%s}}"""
        .formatted(effect, action, condition);
  }

  @Test
  void bothActionsAreNeeded() {
    String both = "[\"sts:AssumeRole\", \"sts:TagSession\"]";

    assertTrue(policy(statement("Allow", both, "")).evaluate(TAGGED).allowed());
    assertTrue(policy(statement("Allow", "\"sts:*\"", "")).evaluate(TAGGED).allowed());
    assertFalse(policy(statement("Allow", "\"sts:AssumeRole\"", "")).evaluate(TAGGED).allowed());
  }

  @Test
  void theExplanationNamesTheMissingAction() {
    String json =
        """
        {"Version": "2012-10-17", "Statement": [%s]}"""
            .formatted(statement("Allow", "\"sts:AssumeRole\"", ""));
    PodIdentityContext context = TAGGED;

    // tag::policy[]
    Decision decision = TrustPolicy.parse(json).evaluate(context);
    String why = decision.explanation();
    // Statement[0]: Action expects [sts:AssumeRole], the request has [sts:TagSession]
    // end::policy[]

    assertEquals(
        "Statement[0]: Action expects [sts:AssumeRole], the request has [sts:TagSession]", why);
  }

  @Test
  void aDenyOfEitherActionOverrides() {
    String allow = statement("Allow", "[\"sts:AssumeRole\", \"sts:TagSession\"]", "");

    for (String action : List.of("\"sts:AssumeRole\"", "\"sts:TagSession\"")) {
      String deny =
          statement(
              "Deny",
              action,
              "\"StringEquals\": {\"aws:RequestTag/kubernetes-namespace\": \"team\"}");
      Decision decision = policy(allow, deny).evaluate(TAGGED);
      assertFalse(decision.allowed());
      assertEquals(Kind.DENIED, decision.reasons().get(0).kind());
    }
  }

  @Test
  void aDenialByRegionNeedsARegionThatIsKnown() {
    TrustPolicy policy =
        policy(
            statement("Allow", "\"sts:*\"", ""),
            statement(
                "Deny",
                "\"sts:*\"",
                "\"StringNotEquals\": {\"aws:RequestedRegion\": \"us-east-1\"}"));
    PodIdentityContext unknown =
        new PodIdentityContext(
            CLUSTER.replace("eu-west-1", ""), "111122223333", "eks-myeks-pod-1", Map.of());

    assertFalse(policy.evaluate(TAGGED).allowed());
    assertTrue(policy.evaluate(unknown).allowed());
  }

  @Test
  void anotherServiceIsNotMeant() {
    TrustPolicy policy =
        policy(
            """
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
             "Action": ["sts:AssumeRole", "sts:TagSession"]}""");

    assertEquals(
        "Statement[0]: Principal.Service expects [ec2.amazonaws.com], the request has [pods.eks.amazonaws.com]",
        policy.evaluate(TAGGED).explanation());
  }

  @Test
  void theKeysOfTheRequestCanBeConditions() {
    for (String condition :
        List.of(
            "\"StringEquals\": {\"AWS:requesttag/Kubernetes-Namespace\": \"team\"}",
            "\"StringEquals\": {\"aws:RequestTag/eks-cluster-name\": \"${aws:RequestTag/eks-cluster-name}\"}",
            "\"ArnLike\": {\"aws:SourceArn\": \"arn:aws:eks:*:*:cluster/my*\"}",
            "\"StringEquals\": {\"aws:SourceAccount\": \"111122223333\"}",
            "\"StringEquals\": {\"aws:RequestedRegion\": \"eu-west-1\"}",
            "\"StringLike\": {\"sts:RoleSessionName\": \"eks-myeks-*\"}",
            "\"ForAllValues:StringLike\": {\"aws:TagKeys\": [\"kubernetes-*\", \"eks-*\"]}",
            "\"ForAnyValue:StringEquals\": {\"sts:TransitiveTagKeys\": \"eks-cluster-name\"}")) {
      assertTrue(
          policy(statement("Allow", "\"sts:*\"", condition)).evaluate(TAGGED).allowed(), condition);
    }
  }
}
