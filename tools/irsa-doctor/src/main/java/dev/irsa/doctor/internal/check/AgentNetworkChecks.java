package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.pod.ExaminedPod;
import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.probe.NetworkStage;
import dev.irsa.doctor.internal.probe.ProbeResult;
import dev.irsa.internal.config.ContainerHosts;
import dev.irsa.internal.config.NoProxy;
import dev.irsa.internal.config.Setting;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Causes on the way to the Pod Identity agent. */
public final class AgentNetworkChecks {
  private static final String PROXY_FIX =
      "Exempt the agent: no_proxy=169.254.170.23,fd00:ec2::23 for proxies; for a mesh exclude the"
          + " address from its interception (Istio: the annotation"
          + " traffic.sidecar.istio.io/excludeOutboundIPRanges: 169.254.170.23/32).";
  private static final String PLACE_FIX =
      "Pod Identity needs a Linux node of EC2 and a pod network of its own. Use IRSA for this pod:"
          + " annotate its service account with eks.amazonaws.com/role-arn, and delete the association.";
  private static final String ADDRESS_FIX =
      "Set AWS_CONTAINER_CREDENTIALS_FULL_URI to http://169.254.170.23/v1/credentials (IPv6:"
          + " http://[fd00:ec2::23]/v1/credentials), as EKS injects it: the agent answers to its"
          + " address only.";

  private static final String ECS_FIX =
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI names the endpoint of ECS tasks, 169.254.170.2, which"
          + " pods of EKS do not have. Remove AWS_CONTAINER_CREDENTIALS_RELATIVE_URI from the"
          + " container: for Pod Identity EKS injects AWS_CONTAINER_CREDENTIALS_FULL_URI.";
  private static final String OTHER_FIX =
      "If the pod should use Pod Identity, set AWS_CONTAINER_CREDENTIALS_FULL_URI to"
          + " http://169.254.170.23/v1/credentials, as EKS injects it.";

  private static final String UNSUPPORTED = "which Pod Identity does not support";

  private static final Pattern NODE_ROLE =
      Pattern.compile("arn:([\\w-]+):sts::\\d+:assumed-role/([\\w+=,.@-]+)/");

  private AgentNetworkChecks() {}

  /** POD-01: the Pod Identity agent does not run on the node. */
  static Finding presence(
      IdentityEvidence identity, PodEvidence pod, TokenEvidence token, ExchangeEvidence exchange) {
    ProbeResult result = exchange.agent.reached.get();
    if (result.isAnswered()) {
      return exchange.isStoppedBy(Cause.AGENT_PRESENCE)
          ? refused(exchange.agent.exchange.get())
          : Finding.pass(result.endpoint().getAuthority() + ": " + result.times());
    }
    if (result.stage() == NetworkStage.DNS) {
      return Finding.skip("the name cannot be resolved, see POD-09");
    }
    if (result.stage() == NetworkStage.HTTP) {
      return Finding.skip("the agent accepts connections, but does not respond, see POD-07");
    }
    if (explains(pod, token, exchange, result)) {
      return Finding.skip("this pod does not have an agent, see POD-06");
    }
    return exchange.agent.isOfEks()
        ? Finding.fail(
            UnreachedServer.found(result, "the agent", variable(identity)),
            "kubectl get daemonset -n kube-system eks-pod-identity-agent\naws eks create-addon"
                + " --cluster-name <cluster> --addon-name eks-pod-identity-agent\nThen look for network"
                + " policies that deny 169.254.170.23.")
        : Finding.fail(
            UnreachedServer.found(result, "the container endpoint", variable(identity)),
            isOfEcs(identity)
                ? ECS_FIX
                : "Check that this server runs beside the container. " + OTHER_FIX);
  }

  /** Returns the finding for an agent that runs, but that EKS Auth does not serve. */
  private static Finding refused(ExchangeOutcome outcome) {
    String found = outcome.describe();
    String fix =
        outcome.denial().isFinal()
            ? outcome.denial().fix()
            : found.contains("eks-auth:AssumeRoleForPodIdentity")
                ? nodeRoleFix(found)
                : found.contains("No cluster")
                    ? "The agent asks for another cluster than its own: look at --cluster-name in kubectl"
                        + " get daemonset -n kube-system eks-pod-identity-agent -o yaml, or install it as"
                        + " the add-on of this cluster."
                    : "EKS Auth does not accept the agent's own credentials, which belong to the node's"
                        + " role: look at kubectl logs -n kube-system daemonset/eks-pod-identity-agent and at the"
                        + " instance profile of the node.";
    return Finding.fail("EKS Auth refuses the agent itself; " + found, fix).in(Step.REQUEST);
  }

  private static String nodeRoleFix(String found) {
    Matcher role = NODE_ROLE.matcher(found);
    boolean isNamed = role.find();
    return ("The role of the node needs this permission, not the role of the association"
            + " (AmazonEKSWorkerNodePolicy contains it):\naws iam attach-role-policy --role-name %s"
            + " --policy-arn arn:%s:iam::aws:policy/AmazonEKSWorkerNodePolicy\nIf it is attached, look"
            + " for a Deny in service control policies and in the policy of the interface endpoint for"
            + " EKS Auth.")
        .formatted(isNamed ? role.group(2) : "<role of the node>", isNamed ? role.group(1) : "aws");
  }

  /** Returns the variable that names the endpoint. */
  private static String variable(IdentityEvidence identity) {
    return isOfEcs(identity)
        ? "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
        : "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  }

  private static boolean isOfEcs(IdentityEvidence identity) {
    return identity.settings.text(Setting.CONTAINER_CREDENTIALS_RELATIVE_URI) != null;
  }

  private static String addressFix(IdentityEvidence identity, ExchangeEvidence exchange) {
    if (isOfEcs(identity)) {
      return ECS_FIX;
    }
    String host = String.valueOf(Objects.requireNonNull(identity.settings.agent()).getHost());
    boolean isAddressOfAgent = host.equals("169.254.170.23") || host.equals("[fd00:ec2::23]");
    return exchange.agent.isOfEks() || isAddressOfAgent
        ? ADDRESS_FIX
        : "Look at what this server expects as its path and its token. " + OTHER_FIX;
  }

  /** POD-05: a proxy or a mesh takes the requests to the agent's address. */
  static Finding proxy(IdentityEvidence identity, PodEvidence pod, ExchangeEvidence exchange) {
    URI agent = exchange.agent.uri();
    Lazy<ExchangeOutcome> outcome = exchange.agent.exchange;
    if (exchange.isStoppedBy(Cause.AGENT_PROXY) || isRewritten(identity, exchange)) {
      return Finding.fail(outcome.get().describe(), PROXY_FIX);
    }
    String proxy =
        Stream.of("http_proxy", "HTTP_PROXY").filter(pod.examined::has).findFirst().orElse(null);
    if (proxy != null && !isExempt(pod, agent)) {
      return Finding.warn(
          proxy
              + " is set and does not exempt the agent: irsa does not use it, but other clients do",
          PROXY_FIX);
    }
    return outcome.isMissing()
        ? Finding.skip(outcome.why())
        : Finding.pass("requests reach the agent directly");
  }

  /** Returns whether the agent saw another address than the right one, which was asked for. */
  private static boolean isRewritten(IdentityEvidence identity, ExchangeEvidence exchange) {
    return exchange.isStoppedBy(Cause.AGENT_ADDRESS)
        && !identity.settings.isAgentNamed()
        && exchange.said().contains("invalid address");
  }

  private static boolean isExempt(PodEvidence pod, URI agent) {
    String name =
        Stream.of("no_proxy", "NO_PROXY").filter(pod.examined::has).findFirst().orElse("");
    String entries = pod.examined.variables().getOrDefault(name, "");
    return ContainerHosts.isLoopback(agent.getHost())
        || new NoProxy(entries, false).entryFor(agent) != null;
  }

  /**
   * POD-06: the pod runs where the agent does not: on Fargate, on Windows, in the network of its
   * node.
   */
  static Finding place(
      PodEvidence pod, TokenEvidence token, PolicyEvidence policy, ExchangeEvidence exchange) {
    exchange.agent.requireValidSettings();
    String place = withoutAgent(pod, token);
    Lazy<ProbeResult> agent = exchange.agent.reached;
    boolean isOutOfReach =
        agent.is(result -> !result.isAnswered() && explains(pod, token, exchange, result));
    if (isOutOfReach || (agent.isMissing() && place != null)) {
      return Finding.fail(
          place == null
              ? "there is no route to the agent"
              : place + ", which does not have an agent",
          PLACE_FIX);
    }
    if (isHostNetwork(pod, token)) {
      return hostNetwork(policy, exchange);
    }
    return agent.get().isAnswered()
        ? Finding.pass("the agent is reached")
        : Finding.skip("not before POD-01 is fixed");
  }

  /** Returns the finding for a pod that will be in the network of its node, where some work. */
  public static Finding hostNetwork() {
    return Finding.warn(
        "this pod uses the network of its node (hostNetwork), " + UNSUPPORTED, PLACE_FIX);
  }

  /** Returns the finding for a pod that will be where agents are not. */
  public static Finding without(String place) {
    return Finding.fail("Pod Identity does not work on " + place, PLACE_FIX);
  }

  private static Finding hostNetwork(PolicyEvidence policy, ExchangeEvidence exchange) {
    String found = "this pod uses the network of its node (hostNetwork)";
    Lazy<ExchangeOutcome> outcome = exchange.agent.exchange;
    TrustDocument given = policy.document;
    boolean isExplained = given != null && !PolicyJudgement.denialOfPodIdentity(given).isEmpty();
    return exchange.isStoppedBy(Cause.AGENT_TRUST) && !isExplained
        ? Finding.fail(found + ": " + outcome.get().describe(), PLACE_FIX).in(Step.REQUEST)
        : hostNetwork();
  }

  /** Returns whether the place of the pod explains that the agent is not reached. */
  private static boolean explains(
      PodEvidence pod, TokenEvidence token, ExchangeEvidence exchange, ProbeResult result) {
    return withoutAgent(pod, token) != null || (exchange.agent.isOfEks() && isWithoutRoute(result));
  }

  /** Returns whether the operating system knows of no way to the address. */
  static boolean isWithoutRoute(ProbeResult result) {
    return result.failure() instanceof NoRouteToHostException
        || String.valueOf(result.failure()).contains("Network is unreachable");
  }

  /** POD-09: the agent is called by a name, or at another address than its own. */
  static Finding address(IdentityEvidence identity, ExchangeEvidence exchange) {
    URI agent = exchange.agent.uri();
    String host = agent.getHost();
    if (exchange.agent.reached.is(result -> result.stage() == NetworkStage.DNS)) {
      return Finding.fail(host + " cannot be resolved", addressFix(identity, exchange))
          .in(Step.NETWORK);
    }
    Lazy<ExchangeOutcome> outcome = exchange.agent.exchange;
    if (exchange.isStoppedBy(Cause.AGENT_ADDRESS) && !isRewritten(identity, exchange)) {
      return Finding.fail(outcome.get().describe(), addressFix(identity, exchange));
    }
    return identity.settings.isAgentNamed() && outcome.isMissing()
        ? Finding.warn(host + " is a name, not the address of the agent", ADDRESS_FIX)
        : Finding.pass(agent.getAuthority());
  }

  /** Returns the place without an agent, in words, or null. */
  private static @Nullable String withoutAgent(PodEvidence pod, TokenEvidence token) {
    String node = node(pod, token);
    if (node != null && node.startsWith("fargate-")) {
      return "this pod runs on Fargate (node " + node + ")";
    }
    String system = pod.examined.variable("OS");
    return system != null && system.toLowerCase(Locale.ROOT).startsWith("windows")
        ? "this pod runs on Windows"
        : null;
  }

  /** Returns whether the pod uses the network of its node: it then has the node's name. */
  static boolean isHostNetwork(PodEvidence pod, TokenEvidence token) {
    String host = hostName(pod.examined);
    String node = node(pod, token);
    return host != null && node != null && (node.equals(host) || node.startsWith(host + "."));
  }

  private static @Nullable String hostName(ExaminedPod pod) {
    String variable = pod.variable("HOSTNAME");
    return variable == null ? pod.files().firstLine("/etc/hostname") : variable;
  }

  private static @Nullable String node(PodEvidence pod, TokenEvidence token) {
    String node = token.jwt.part(Jwt::nodeName);
    Jwt other = pod.account == null ? null : pod.account.token();
    return node == null && other != null ? other.nodeName() : node;
  }
}
