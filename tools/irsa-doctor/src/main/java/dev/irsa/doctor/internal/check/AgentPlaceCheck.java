package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.AgentReason;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.network.CallResult;
import java.net.NoRouteToHostException;
import org.jspecify.annotations.Nullable;

/** POD-06: the pod is where agents are not: on Fargate, on Windows, in the network of its node. */
final class AgentPlaceCheck implements CauseCheck {

  private static final String FIX =
      "Pod Identity needs a Linux node of EC2 and a pod network of its own. Use IRSA for this pod:"
          + " annotate its service account with eks.amazonaws.com/role-arn, and delete the association.";

  @Override
  public Finding examine(Evidence evidence) {
    if (evidence.container().isMissing()) {
      return Finding.skip(evidence.container().why());
    }
    String place = PodPlace.withoutAgent(evidence);
    Fact<CallResult> agent = evidence.agent();
    if (agent.is(result -> !result.isAnswered() && explains(evidence, result))) {
      return Finding.fail(
          place == null
              ? "there is no route to the agent"
              : place + ", which does not have an agent",
          FIX);
    }
    if (agent.isMissing() && place != null) {
      return Finding.fail(place + ", which does not have an agent", FIX);
    }
    return PodPlace.isHostNetwork(evidence) ? hostNetwork(evidence) : usual(agent);
  }

  private static Finding usual(Fact<CallResult> agent) {
    return agent.judge(
        result ->
            result.isAnswered()
                ? Finding.pass("the agent is reached")
                : Finding.skip("not before POD-01 is fixed"));
  }

  private static Finding hostNetwork(Evidence evidence) {
    String found = "this pod uses the network of its node (hostNetwork)";
    Fact<ExchangeOutcome> exchange = evidence.agentExchange();
    return exchange.is(outcome -> AgentReason.of(outcome) == AgentReason.DENIED)
        ? Finding.fail(found + ": " + exchange.get().describe(), FIX).in(Step.EXCHANGE)
        : Finding.warn(found + ", which Pod Identity does not support", FIX);
  }

  /** Returns whether the place of the pod explains that the agent is not reached. */
  static boolean explains(Evidence evidence, CallResult result) {
    return PodPlace.withoutAgent(evidence) != null || isWithoutRoute(result.failure());
  }

  /** Returns whether a failure says that the network does not lead to the address. */
  static boolean isWithoutRoute(@Nullable Exception failure) {
    return failure instanceof NoRouteToHostException
        || String.valueOf(failure).contains("Network is unreachable");
  }
}
