package dev.irsa.testkit.internal.sts;

import dev.irsa.policy.AccessKey;
import dev.irsa.testkit.internal.server.Request;
import dev.irsa.testkit.internal.server.ServiceException;
import dev.irsa.testkit.server.RequestRecord.Details;

/** {@code GetCallerIdentity}: returns the principal that signed the request. */
final class GetCallerIdentity implements Action {
  private final StsCallers callers;

  GetCallerIdentity(StsCallers callers) {
    this.callers = callers;
  }

  @Override
  public Outcome perform(Request request, Parameters parameters, Details details)
      throws ServiceException {
    AccessKey.Principal caller = callers.authenticate(request, "GetCallerIdentity").principal();
    return new Outcome(
        xml ->
            xml.element("Arn", caller.arn())
                .element("UserId", caller.userId())
                .element("Account", caller.accountId()),
        details.withCallerArn(caller.arn()));
  }
}
