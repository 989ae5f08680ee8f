package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.AgentReason;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.network.NetworkStage;
import dev.irsa.doctor.internal.settings.SettingGroup;
import dev.irsa.internal.identity.ContainerHosts;
import dev.irsa.internal.identity.ContainerIdentity;
import java.net.URI;
import java.util.Objects;

/** POD-09: the agent is called by a name, or at another address than its own. */
final class AgentAddressCheck implements CauseCheck {

  private static final String FIX =
      "Set AWS_CONTAINER_CREDENTIALS_FULL_URI to http://169.254.170.23/v1/credentials (IPv6:"
          + " http://[fd00:ec2::23]/v1/credentials), as EKS injects it: the agent answers to its"
          + " address only.";

  @Override
  public Finding examine(Evidence evidence) {
    if (!evidence.allSettings().problems(SettingGroup.AGENT_URI).isEmpty()) {
      return SettingFaults.of(evidence.allSettings(), SettingGroup.AGENT_URI);
    }
    return evidence.container().judge(identity -> judge(evidence, identity));
  }

  private static Finding judge(Evidence evidence, ContainerIdentity identity) {
    String host = identity.uri().getHost();
    if (evidence.agent().is(result -> result.stage() == NetworkStage.DNS)) {
      return Finding.fail(host + " cannot be resolved", FIX).in(Step.NETWORK);
    }
    Fact<ExchangeOutcome> exchange = evidence.agentExchange();
    boolean isRefused =
        exchange.is(
            outcome ->
                AgentReason.of(outcome) == AgentReason.ADDRESS
                    && (isName(identity.uri()) || !outcome.describe().contains("invalid address")));
    if (isRefused) {
      return Finding.fail(exchange.get().describe(), FIX);
    }
    return isName(identity.uri()) && exchange.isMissing()
        ? Finding.warn(host + " is a name, not the address of the agent", FIX)
        : Finding.pass(identity.uri().getAuthority());
  }

  /** Returns whether the host of a URI is a name. */
  static boolean isName(URI uri) {
    return ContainerHosts.literal(Objects.requireNonNull(uri.getHost())) == null;
  }
}
