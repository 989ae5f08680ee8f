package dev.irsa.doctor.internal.check;

import dev.irsa.policy.Decision;
import dev.irsa.policy.Decision.Kind;
import dev.irsa.policy.Decision.Reason;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.policy.TrustPolicy.PodIdentityContext;
import dev.irsa.policy.TrustPolicy.WebIdentityContext;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a trust policy judges the pod's token. If the token is denied, the reasons come from the
 * statement that comes closest to allowing it. Immutable.
 *
 * @param allowed whether the policy allows the token
 * @param reasons why the closest statement does not apply, by the checks that report it; empty if
 *     the token is allowed
 * @param explicitlyDenied whether a Deny statement decides, which no Allow statement can outdo
 * @param restricted whether nothing but conditions on the request itself, such as its session name,
 *     keep the closest statement from allowing it
 * @param boundToSubject whether another service account would be denied
 * @param boundToAudience whether a token for another audience would be denied
 */
public record PolicyJudgement(
    boolean allowed,
    Map<Cause, List<String>> reasons,
    boolean explicitlyDenied,
    boolean restricted,
    boolean boundToSubject,
    boolean boundToAudience) {

  private static final String UNKNOWN_ACCOUNT = "000000000000";

  /** Copies the reasons. */
  public PolicyJudgement {
    reasons = Map.copyOf(reasons);
  }

  /**
   * Judges a token.
   *
   * @param region the region whose STS is asked, or null if it is not known; conditions on it then
   *     deny nothing
   */
  public static PolicyJudgement of(TrustPolicy policy, TokenClaims token, @Nullable String region) {
    Decision decision = policy.evaluate(context(token, token.subject(), token.audience(), region));
    WebIdentityContext otherAccount =
        context(token, "system:serviceaccount:irsa-other:irsa-other", token.audience(), region);
    WebIdentityContext otherAudience =
        context(token, token.subject(), List.of("irsa-other.example"), region);
    boolean isAllowed = decision.allowed();
    List<Reason> closest = isAllowed ? List.of() : closest(decision.reasons(), token.subject());
    return new PolicyJudgement(
        isAllowed,
        isAllowed ? Map.of() : byCause(closest, token.issuerName()),
        decision.reasons().stream().anyMatch(reason -> reason.kind() == Kind.DENIED),
        !closest.isEmpty() && closest.stream().allMatch(PolicyJudgement::isOfRequest),
        !policy.evaluate(otherAccount).allowed(),
        !policy.evaluate(otherAudience).allowed());
  }

  /**
   * Returns why a policy does not allow EKS Pod Identity; empty if it does. Conditions are not
   * judged, because a pod does not know its cluster's ARN.
   */
  public static String denialOfPodIdentity(TrustDocument trust) {
    String account = trust.role() == null ? UNKNOWN_ACCOUNT : trust.role().account();
    Decision decision =
        trust
            .policy()
            .evaluate(
                new PodIdentityContext(
                    "arn:aws:eks::" + account + ":cluster/unknown",
                    account,
                    "irsa-doctor",
                    Map.of("kubernetes-namespace", "unknown")));
    boolean isAllowed =
        decision.allowed()
            || byStatement(decision.reasons()).values().stream()
                .anyMatch(each -> each.stream().allMatch(why -> why.kind() == Kind.CONDITION));
    String missing =
        decision.reasons().stream()
            .filter(reason -> reason.kind() != Kind.CONDITION)
            .map(Reason::message)
            .collect(Collectors.joining("; "));
    if (isAllowed) {
      return "";
    }
    return missing.isEmpty() ? "no statement allows pods.eks.amazonaws.com" : missing;
  }

  private static Map<Integer, List<Reason>> byStatement(List<Reason> reasons) {
    return reasons.stream()
        .collect(Collectors.groupingBy(Reason::statement, TreeMap::new, Collectors.toList()));
  }

  private static WebIdentityContext context(
      TokenClaims token, String subject, List<String> audience, @Nullable String region) {
    return new WebIdentityContext(
        token.providerArn(),
        URI.create("https://" + token.issuerName()),
        subject,
        audience,
        null,
        List.of(),
        token.sessionName(),
        region);
  }

  /** Returns why the statement that comes closest to allowing the token does not apply. */
  private static List<Reason> closest(List<Reason> reasons, String subject) {
    return byStatement(reasons).values().stream()
        .min(
            Comparator.comparing((List<Reason> each) -> isForOthers(each, subject))
                .thenComparing(each -> !each.stream().allMatch(PolicyJudgement::isOfRequest))
                .thenComparing(List::size))
        .orElse(List.of());
  }

  /** Returns whether a condition of AWS itself is not met, which is about the request. */
  private static boolean isOfRequest(Reason reason) {
    String key = key(reason).toLowerCase(Locale.ROOT);
    return reason.kind() == Kind.CONDITION && (key.startsWith("aws:") || key.startsWith("sts:"));
  }

  private static Map<Cause, List<String>> byCause(List<Reason> closest, String issuerName) {
    if (closest.isEmpty()) {
      return Map.of(Cause.SUBJECT, List.of("no statement allows sts:AssumeRoleWithWebIdentity"));
    }
    return closest.stream()
        .collect(
            Collectors.groupingBy(
                reason -> cause(reason, issuerName),
                Collectors.mapping(reason -> message(reason, issuerName), Collectors.toList())));
  }

  /**
   * Returns whether a statement is meant for other service accounts, and is not this one's with a
   * mistake.
   */
  private static boolean isForOthers(List<Reason> reasons, String subject) {
    return reasons.stream()
        .anyMatch(
            reason ->
                reason.subject().endsWith(":sub")
                    && reason.hint().isEmpty()
                    && reason.expected().stream().noneMatch(subject::equalsIgnoreCase));
  }

  /**
   * Returns a reason as one sentence. Reasons about the issuer are short, because they come in
   * groups.
   */
  private static String message(Reason reason, String issuerName) {
    String where = "Statement[" + reason.statement() + "]";
    return switch (cause(reason, issuerName)) {
      case ISSUER ->
          reason.kind() == Kind.PRINCIPAL
              ? where + " trusts " + reason.expected() + ", the token comes from " + issuerName
              : where + " has the condition key " + key(reason) + ", which is not of " + issuerName;
      default -> reason.message();
    };
  }

  private static String key(Reason reason) {
    return reason.subject().substring(reason.subject().lastIndexOf(' ') + 1);
  }

  private static Cause cause(Reason reason, String issuerName) {
    if (reason.kind() == Kind.PRINCIPAL) {
      boolean namesProvider =
          reason.expected().stream().anyMatch(name -> name.contains(":oidc-provider/"));
      return namesProvider ? Cause.ISSUER : Cause.SUBJECT;
    }
    if (reason.kind() != Kind.CONDITION) {
      return Cause.SUBJECT;
    }
    String key = key(reason).toLowerCase(Locale.ROOT);
    if (key.startsWith(issuerName.toLowerCase(Locale.ROOT) + ":")) {
      return key.endsWith(":aud") ? Cause.AUDIENCE : Cause.SUBJECT;
    }
    boolean ofIssuer = !key.startsWith("aws:") && !key.startsWith("sts:");
    return ofIssuer ? Cause.ISSUER : Cause.SUBJECT;
  }

  /** Returns the reasons that one check reports, in one line; empty if there are none. */
  public String reasons(Cause cause) {
    List<String> all = reasons.getOrDefault(cause, List.of());
    // The first reason about the issuer implies the others.
    return cause == Cause.ISSUER && !all.isEmpty() ? all.get(0) : String.join("; ", all);
  }
}
