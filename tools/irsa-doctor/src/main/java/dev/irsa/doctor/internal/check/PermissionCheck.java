package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.StsReply;
import dev.irsa.doctor.internal.text.Texts;

/** IRSA-10: the role is right, a permission is missing. */
final class PermissionCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    return evidence.caller().judge(reply -> judge(evidence, reply));
  }

  private static Finding judge(Evidence evidence, StsReply reply) {
    if (reply.isSuccess()) {
      return Finding.pass(
          "the credentials are right; AccessDenied of a service that names "
              + Texts.plain(String.valueOf(reply.callerArn()))
              + " is about the permissions of this role");
    }
    String code = String.valueOf(reply.code());
    if (code.startsWith("AccessDenied")) {
      return Finding.fail(
          "STS denies GetCallerIdentity, which needs no permission: " + reply.describe(),
          "Something denies it explicitly: look at the policy of the VPC endpoint for STS, service"
              + " control policies, the permissions boundary and revoked sessions of "
              + evidence.role().get().text()
              + ".");
    }
    return Finding.skip("GetCallerIdentity failed: " + reply.describe());
  }
}
