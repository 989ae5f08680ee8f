package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.network.CallResult;
import dev.irsa.doctor.internal.network.NetworkStage;

/** POD-01: the Pod Identity agent does not run on the node. */
final class AgentPresenceCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    return evidence.agent().judge(result -> judge(evidence, result));
  }

  private static Finding judge(Evidence evidence, CallResult result) {
    if (result.isAnswered()) {
      return Finding.pass(result.endpoint().getAuthority() + ": " + result.times());
    }
    if (result.stage() == NetworkStage.DNS) {
      return Finding.skip("the name cannot be resolved, see POD-09");
    }
    if (result.stage() == NetworkStage.HTTP) {
      return Finding.skip("the agent accepts connections, but does not respond, see POD-07");
    }
    if (AgentPlaceCheck.explains(evidence, result)) {
      return Finding.skip("this pod does not have an agent, see POD-06");
    }
    return Finding.fail(
        NetworkFaults.found(result, "the agent"),
        "kubectl get daemonset -n kube-system eks-pod-identity-agent\naws eks create-addon"
            + " --cluster-name <cluster> --addon-name eks-pod-identity-agent\nThen look for network"
            + " policies that deny 169.254.170.23.");
  }
}
