package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.AgentReason;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.internal.config.NoProxy;
import dev.irsa.internal.config.ProxyRules;
import dev.irsa.internal.identity.ContainerIdentity;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** POD-05: a proxy or a mesh takes the requests to the agent's address. */
final class AgentProxyCheck implements CauseCheck {

  private static final String FIX =
      "Exempt the agent: no_proxy=169.254.170.23,fd00:ec2::23 for proxies; for a mesh exclude the"
          + " address from its interception (Istio: the annotation"
          + " traffic.sidecar.istio.io/excludeOutboundIPRanges: 169.254.170.23/32).";

  @Override
  public Finding examine(Evidence evidence) {
    return evidence.container().judge(identity -> judge(evidence, identity));
  }

  private static Finding judge(Evidence evidence, ContainerIdentity identity) {
    Fact<ExchangeOutcome> exchange = evidence.agentExchange();
    AgentReason reason = exchange.isMissing() ? AgentReason.NONE : AgentReason.of(exchange.get());
    boolean isRewritten =
        reason == AgentReason.ADDRESS
            && !AgentAddressCheck.isName(identity.uri())
            && exchange.get().describe().contains("invalid address");
    if (reason == AgentReason.INTERMEDIARY || isRewritten) {
      return Finding.fail(exchange.get().describe(), FIX);
    }
    String proxy = httpProxy(evidence);
    if (proxy != null && !isExempt(evidence, identity.uri())) {
      return Finding.warn(
          proxy
              + " is set and does not exempt the agent: irsa does not use it, but other clients do",
          FIX);
    }
    return exchange.judge(outcome -> Finding.pass("requests reach the agent directly"));
  }

  private static @Nullable String httpProxy(Evidence evidence) {
    for (String name : new String[] {"http_proxy", "HTTP_PROXY"}) {
      if (evidence.pod().has(name)) {
        return name;
      }
    }
    return null;
  }

  private static boolean isExempt(Evidence evidence, URI agent) {
    String lower = evidence.pod().variable("no_proxy");
    String upper = evidence.pod().variable("NO_PROXY");
    String entries = lower != null ? lower : upper == null ? "" : upper;
    int port = agent.getPort() < 0 ? 80 : agent.getPort();
    return ProxyRules.isLoopback(agent) || new NoProxy(entries).matches(agent.getHost(), port);
  }
}
