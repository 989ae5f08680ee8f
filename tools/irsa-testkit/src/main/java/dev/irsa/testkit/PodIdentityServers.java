package dev.irsa.testkit;

import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.internal.podidentity.EksAuthService;
import dev.irsa.testkit.internal.podidentity.PodTokens;
import dev.irsa.testkit.internal.server.Loopback;
import dev.irsa.testkit.podidentity.PodIdentityAgent;
import dev.irsa.testkit.server.Endpoint;
import dev.irsa.testkit.server.RequestLog;

/** EKS Auth and the agent of the node, each started when it is first used. Thread-safe. */
final class PodIdentityServers {
  private final Lazy<Endpoint> eksAuth;
  private final Lazy<PodIdentityAgent> agent;

  PodIdentityServers(
      LabSettings settings,
      LabAccount account,
      OidcIssuer issuer,
      Endpoint.Certificates certificates,
      RequestLog requests,
      LabParts parts) {
    this.eksAuth =
        parts.open(
            new Lazy<>(
                () ->
                    Endpoint.start(
                        eksAuthService(settings, account, issuer),
                        settings.time(),
                        certificates,
                        requests)));
    this.agent = parts.open(new Lazy<>(() -> startAgent(settings, issuer)));
  }

  private static EksAuthService eksAuthService(
      LabSettings settings, LabAccount account, OidcIssuer issuer) {
    return new EksAuthService(
        settings.cluster(),
        account.associations(),
        account.iam(),
        account.keys(),
        issuer,
        settings.time().clock(),
        settings.sessionLifetime());
  }

  private PodIdentityAgent startAgent(LabSettings settings, OidcIssuer issuer) {
    return new PodIdentityAgent(
        settings.clusterName(),
        () -> eksAuth.get().plainAddress(),
        settings.time(),
        settings.effectiveAgent(),
        new PodTokens(issuer, settings.time().clock())::isSigned,
        settings.addresses().ofAgent(),
        Loopback.HOST);
  }

  Endpoint eksAuth() {
    return eksAuth.get();
  }

  PodIdentityAgent agent() {
    return agent.get();
  }
}
