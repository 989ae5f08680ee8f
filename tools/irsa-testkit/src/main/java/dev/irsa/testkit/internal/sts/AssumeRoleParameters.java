package dev.irsa.testkit.internal.sts;

import dev.irsa.policy.Role;
import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.server.ServiceException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that both actions for assuming a role share: role, session name, duration, session
 * policies.
 *
 * @param packedPolicySize the used share of the space for session policies, in percent; null
 *     without session policies
 */
record AssumeRoleParameters(
    String roleArn, String sessionName, Duration duration, @Nullable Integer packedPolicySize) {
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]*");
  private static final Pattern POLICY = Pattern.compile("[\\t\\n\\r\\x20-\\xFF]+");
  private static final Pattern POLICY_ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}|aws):policy/[\\w+=,.@/-]+");
  private static final int DEFAULT_SECONDS = 3600;
  private static final int POLICY_SPACE = 2048;

  /** Adds the checks of the common parameters. */
  static Constraints constraints(Parameters parameters) {
    List<String> policies = parameters.members("PolicyArns", "arn");
    Constraints constraints =
        new Constraints()
            .text("roleArn", parameters.get("RoleArn"), 20, 2048, null)
            .text("roleSessionName", parameters.get("RoleSessionName"), 2, 64, SESSION_NAME)
            .optionalNumber("durationSeconds", parameters.get("DurationSeconds"), 900, 43_200)
            .optionalText("policy", parameters.get("Policy"), 1, POLICY_SPACE, POLICY)
            .atMost("policyArns", policies, 10);
    for (int policy = 0; policy < policies.size(); policy++) {
      String member = "policyArns." + (policy + 1) + ".member.arn";
      constraints.text(member, policies.get(policy), 20, 2048, null);
    }
    return constraints;
  }

  /** Returns the request, from parameters that satisfy the constraints. */
  static AssumeRoleParameters of(Parameters parameters) throws ServiceException {
    String roleArn = parameters.orEmpty("RoleArn");
    if (!Role.isArn(roleArn)) {
      throw StsException.validation("Request ARN is invalid");
    }
    String seconds = parameters.get("DurationSeconds");
    return new AssumeRoleParameters(
        roleArn,
        parameters.orEmpty("RoleSessionName"),
        Duration.ofSeconds(seconds == null ? DEFAULT_SECONDS : Integer.parseInt(seconds)),
        packedPolicySize(parameters));
  }

  private static @Nullable Integer packedPolicySize(Parameters parameters) throws ServiceException {
    String policy = parameters.get("Policy");
    List<String> arns = parameters.members("PolicyArns", "arn");
    if (policy == null && arns.isEmpty()) {
      return null;
    }
    int size = policy == null ? 0 : policy.length();
    if (policy != null) {
      requirePolicy(policy);
    }
    for (String arn : arns) {
      if (!POLICY_ARN.matcher(arn).matches()) {
        throw StsException.validation("ARN " + arn + " is not valid.");
      }
      size += arn.length();
    }
    int percent = (size * 100 + POLICY_SPACE - 1) / POLICY_SPACE;
    if (percent > 100) {
      throw new StsException(
          400,
          "PackedPolicyTooLarge",
          "Packed policy consumes " + percent + "% of allotted space, please use smaller policy.");
    }
    return percent;
  }

  private static void requirePolicy(String policy) throws ServiceException {
    try {
      if (JsonObjects.parse(policy).get("Statement") == null) {
        throw new StsException(400, "MalformedPolicyDocument", "Missing required field Statement");
      }
    } catch (ParseException e) {
      throw new StsException(400, "MalformedPolicyDocument", "Syntax errors in policy.");
    }
  }

  void requireDurationWithin(Role role) throws ServiceException {
    if (duration.compareTo(role.maxSessionDuration()) > 0) {
      throw StsException.validation(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
  }

  String accountId() {
    return roleArn.split(":", 6)[4];
  }
}
