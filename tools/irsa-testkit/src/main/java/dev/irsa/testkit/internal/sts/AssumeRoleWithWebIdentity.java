package dev.irsa.testkit.internal.sts;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.Account;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy.WebIdentityContext;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.RequestDetails;
import dev.irsa.testkit.internal.server.ServiceException;

/** {@code AssumeRoleWithWebIdentity}: an unsigned request, authenticated by the token. */
record AssumeRoleWithWebIdentity(Account account, WebIdentityTokens tokens, IssuedSessions sessions)
    implements StsAction {

  @Override
  public Outcome perform(Request request, Parameters parameters, RequestDetails details)
      throws ServiceException {
    String token = parameters.orEmpty("WebIdentityToken");
    AssumeRoleParameters.constraints(parameters)
        .text("webIdentityToken", parameters.get("WebIdentityToken"), 4, 20_000, null)
        .require();
    AssumeRoleParameters wanted = AssumeRoleParameters.of(parameters);
    WebIdentityContext identity =
        tokens.verify(token, wanted.accountId(), wanted.sessionName(), details.region());
    Role role = permittedRole(wanted, identity);
    wanted.requireDurationWithin(role);
    AccessKey session = sessions.issue(role, wanted);
    return new Outcome(
        xml -> {
          xml.element("SubjectFromWebIdentityToken", identity.subject());
          xml.element("Audience", identity.audiences().get(0));
          xml.element("AssumedRoleUser", IssuedSessions.assumedRole(session));
          xml.element("Credentials", IssuedSessions.credentials(session));
          xml.element("Provider", identity.providerArn());
          IssuedSessions.packedPolicySize(xml, wanted);
        },
        details
            .withSubject(identity.subject())
            .withAccessKeyId(session.accessKeyId())
            .withCallerArn(session.principal().arn()));
  }

  private Role permittedRole(AssumeRoleParameters wanted, WebIdentityContext identity)
      throws ServiceException {
    return account
        .role(wanted.roleArn())
        .filter(role -> role.trustPolicy().evaluate(identity).allowed())
        .orElseThrow(
            () ->
                StsException.accessDenied(
                    "Not authorized to perform sts:AssumeRoleWithWebIdentity"));
  }
}
