package dev.irsa.doctor.internal.check;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What AWS says about the policy that denies a request. Immutable.
 *
 * <p>Source: IAM User Guide, "Troubleshoot access denied error messages".
 *
 * @param policy the kind of the policy, or null if AWS does not say
 * @param isExplicit whether one of its statements denies the request; otherwise none allows it
 * @param arn the ARN of the policy, or null
 * @param authorizationId the id by which AWS explains the decision, or null
 */
record Denial(
    @Nullable Policy policy,
    boolean isExplicit,
    @Nullable String arn,
    @Nullable String authorizationId) {

  /** The kinds of policies, in the words of AWS; first those that are not the role's own. */
  enum Policy {
    SERVICE_CONTROL(
        "service control policy",
        "A service control policy of the organization denies it, which its administrators find with"
            + " aws organizations list-policies-for-target --target-id <account> --filter"
            + " SERVICE_CONTROL_POLICY."),
    RESOURCE_CONTROL(
        "resource control policy",
        "A resource control policy of the organization denies it, which its administrators find with"
            + " aws organizations list-policies-for-target --target-id <account> --filter"
            + " RESOURCE_CONTROL_POLICY."),
    VPC_ENDPOINT(
        "VPC endpoint policy",
        "The policy of the interface endpoint denies it, which its owner finds with aws ec2"
            + " describe-vpc-endpoints --query 'VpcEndpoints[].[ServiceName,PolicyDocument]'."),
    PERMISSIONS_BOUNDARY(
        "permissions boundary",
        "The permissions boundary of the role denies it: aws iam get-role --role-name <role> --query"
            + " Role.PermissionsBoundary."),
    SESSION("session policy", "The session policy of the request denies it."),
    TRUST("role trust policy", "The role's trust policy denies it."),
    RESOURCE_BASED("resource-based policy", "The role's trust policy denies it."),
    IDENTITY_BASED("identity-based policy", "A policy of the calling role denies it.");

    private final String words;
    private final String found;

    Policy(String words, String found) {
      this.words = words;
      this.found = found;
    }
  }

  private static final Pattern POLICY =
      Pattern.compile(
          "(with an explicit deny in|because no|because the) (?:an? |the )?("
              + String.join("|", Stream.of(Policy.values()).map(each -> each.words).toList())
              + ")(?:: (arn:[^\\s\"]*[^\\s\".]))?");

  /** What messages end with since 2026. */
  private static final Pattern EXPLANATION =
      Pattern.compile(
          "(?:: arn:[^\\s\"]*[^\\s\".])?\\.? Go to https://\\S+ for complete details, or call the"
              + " GetRequestAuthorizationDetails API with the following authorization id: (\\w+)\\.?");

  /** Reads a message. */
  static Denial of(String message) {
    Matcher named = POLICY.matcher(message);
    Matcher explanation = EXPLANATION.matcher(message);
    boolean isNamed = named.find();
    return new Denial(
        isNamed ? policy(named.group(2)) : null,
        isNamed && named.group(1).startsWith("with"),
        isNamed ? named.group(3) : null,
        explanation.find() ? explanation.group(1) : null);
  }

  private static Policy policy(String words) {
    return Stream.of(Policy.values())
        .filter(each -> each.words.equals(words))
        .findFirst()
        .orElseThrow();
  }

  /** Returns a message without its explanation, which is shown apart. */
  static String shown(String message) {
    return EXPLANATION.matcher(message).replaceAll("");
  }

  /** Returns whether no statement of a policy of the role allows the request. */
  boolean lacks(Policy one, Policy other) {
    return !isExplicit && (policy == one || policy == other);
  }

  /**
   * Returns whether a statement more does not help: another kind of policy denies the request, or a
   * statement denies it.
   */
  boolean isFinal() {
    return policy != null && (isExplicit || policy.compareTo(Policy.TRUST) < 0);
  }

  /** Returns what to do, if {@link #isFinal()}. */
  String fix() {
    return Objects.requireNonNull(policy).found
        + (isExplicit
            ? " Narrow the statement that denies it, which may keep others out on purpose; a statement"
                + " that allows it does not help."
            : " It must allow the action; nothing else needs to change.")
        + explained();
  }

  /** Returns where to look further, each on a line of its own; empty if AWS does not say. */
  String explained() {
    return (arn == null ? "" : "\nThe policy: " + arn)
        + (authorizationId == null
            ? ""
            : "\nAWS explains the decision for 24 h: aws iam-toolbox get-request-authorization-details"
                + " --authorization-id "
                + authorizationId);
  }
}
