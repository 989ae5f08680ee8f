package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.StsReply;

/** IRSA-19: the role was deleted and made anew, or its sessions were revoked. */
final class RevokedSessionCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    return evidence.caller().judge(reply -> judge(evidence, reply));
  }

  private static Finding judge(Evidence evidence, StsReply reply) {
    if (reply.isSuccess()) {
      return Finding.pass("STS accepts new credentials of the role");
    }
    String code = String.valueOf(reply.code());
    boolean isInvalid = code.equals("InvalidClientTokenId") || code.equals("ExpiredToken");
    return isInvalid
        ? Finding.fail(
            "STS issued credentials and then rejected them: " + reply.describe(),
            "The role was deleted and created again, or its sessions were revoked: recreate the pods"
                + " that hold old sessions of "
                + evidence.role().get().text()
                + ", or let the library renew them (invalidate). If new credentials are rejected for"
                + " more than some minutes, check that no other account has the role.")
        : Finding.skip("GetCallerIdentity failed: " + reply.describe());
  }
}
