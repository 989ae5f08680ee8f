package dev.irsa.testkit.internal.sts;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.Account;
import dev.irsa.policy.Role;
import dev.irsa.policy.SessionTags;
import dev.irsa.policy.TrustPolicy.CallerContext;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.ServiceException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code AssumeRole}: a signed request. When signed by a session (role chaining), its sessions last
 * an hour at most.
 */
record AssumeRole(Account account, StsCallers callers, IssuedSessions sessions)
    implements StsAction {
  private static final Duration LONGEST_CHAINED = Duration.ofHours(1);
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]*");

  @Override
  public Outcome perform(Request request, Parameters parameters, RequestDetails details)
      throws ServiceException {
    AccessKey caller = callers.authenticate(request, "AssumeRole");
    TagParameters.of(parameters)
        .check(
            AssumeRoleParameters.constraints(parameters)
                .optionalText("externalId", parameters.get("ExternalId"), 2, 1224, EXTERNAL_ID))
        .require();
    AssumeRoleParameters wanted = AssumeRoleParameters.of(parameters);
    boolean chained = caller.sessionToken() != null;
    if (chained && wanted.duration().compareTo(LONGEST_CHAINED) > 0) {
      throw StsException.validation(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining");
    }
    SessionTags tags = TagParameters.of(parameters).on(caller.tags().inherited());
    CallerContext context =
        new CallerContext(
            caller.principal(),
            wanted.sessionName(),
            parameters.get("ExternalId"),
            caller.tags(),
            tags,
            callers.region(request));
    Role role = permittedRole(context, wanted);
    wanted.requireDurationWithin(role);
    AccessKey session = sessions.issue(role, wanted, tags);
    return new Outcome(
        xml -> {
          xml.element("AssumedRoleUser", IssuedSessions.assumedRole(session));
          xml.element("Credentials", IssuedSessions.credentials(session));
          IssuedSessions.packedPolicySize(xml, wanted);
          if (tags.sourceIdentity() != null) {
            xml.element("SourceIdentity", tags.sourceIdentity());
          }
        },
        details.withCallerArn(caller.principal().arn()));
  }

  private Role permittedRole(CallerContext context, AssumeRoleParameters wanted)
      throws ServiceException {
    AccessKey.Principal principal = context.caller();
    Role role =
        account
            .role(wanted.roleArn())
            .orElseThrow(() -> denied(principal, "sts:AssumeRole", wanted));
    List<String> denied = role.trustPolicy().denied(context);
    if (!denied.isEmpty()) {
      throw denied(principal, denied.get(0), wanted);
    }
    return role;
  }

  private static StsException denied(
      AccessKey.Principal principal, String action, AssumeRoleParameters wanted) {
    return StsException.accessDenied(
        "User: %s is not authorized to perform: %s on resource: %s"
            .formatted(principal.arn(), action, wanted.roleArn()));
  }
}
