package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.StsReply;
import dev.irsa.internal.config.RoleArn;
import java.util.Objects;

/** IRSA-18: the pod's role may not assume the chained role. */
final class ChainedRoleCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    return evidence.chain().judge(reply -> judge(evidence, reply));
  }

  private static Finding judge(Evidence evidence, StsReply reply) {
    RoleArn chained = Objects.requireNonNull(evidence.options().chain());
    if (reply.isSuccess()) {
      return Finding.pass("the pod's role may assume " + chained.text());
    }
    String own = evidence.role().get().text();
    return Finding.fail(
        "the pod's role cannot assume " + chained.text() + ": " + reply.describe(),
        "1. The permissions of "
            + own
            + " need {\"Effect\": \"Allow\", \"Action\": [\"sts:AssumeRole\", \"sts:TagSession\"],"
            + " \"Resource\": \""
            + chained.text()
            + "\"}.\n2. The trust policy of the chained role needs {\"Effect\": \"Allow\","
            + " \"Principal\": {\"AWS\": \""
            + own
            + "\"}, \"Action\": [\"sts:AssumeRole\", \"sts:TagSession\"]}; TagSession only if session"
            + " tags are passed.\n3. If it requires sts:ExternalId, "
            + (evidence.options().externalId() == null
                ? "give it with --external-id, and to the application."
                : "it must be the one of --external-id."));
  }
}
