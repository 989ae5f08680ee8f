package dev.irsa.cli.internal.lab;

import com.google.errorprone.annotations.Immutable;
import dev.irsa.cli.internal.timeline.Timeline.Event.Kind;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Faults;
import dev.irsa.testkit.server.RequestLog;

/** How a pod gets its credentials. */
public enum CredentialSource {
  /** IAM Roles for Service Accounts: the pod exchanges its token at STS. */
  IRSA,

  /**
   * EKS Pod Identity: the pod asks the agent on its node, which exchanges the token at EKS Auth.
   */
  POD_IDENTITY;

  /** The agent's exchange of a pod's token at EKS Auth. */
  static final String AGENT_EXCHANGE = "AssumeRoleForPodIdentity";

  /** An error response of the service that issues credentials. */
  @Immutable
  record Rejection(int status, String code) {
    Fault fault(String message) {
      return Fault.error(code, status, message);
    }

    /** Returns status and code, in this order. */
    @Override
    public String toString() {
      return status + " " + code;
    }
  }

  /** Creates a service account with a role of its own that has a managed policy. */
  ServiceAccount createAccount(IrsaLab lab, String namespace, String name, String policy) {
    return this == IRSA
        ? lab.createServiceAccount(namespace, name, policy)
        : lab.createPodIdentityServiceAccount(namespace, name, policy);
  }

  /** Returns the log that has the pods' requests for credentials. */
  RequestLog exchanges(IrsaLab lab) {
    return this == IRSA ? lab.requests() : lab.agent().requests();
  }

  /** Returns the faults of the service that issues credentials, and of nothing else. */
  Faults faults(IrsaLab lab) {
    return this == IRSA
        ? lab.sts().faults().on(exchange())
        : lab.eksAuth().faults().on(AGENT_EXCHANGE);
  }

  /** Returns the faults of what responds to the pod: the agent, or STS if there is none. */
  Faults faultsBeforePod(IrsaLab lab) {
    return this == IRSA ? faults(lab) : lab.agent().faults().on(exchange());
  }

  /** Returns the fault by which the service is down, throttles, or hangs. */
  Fault fault(Health failure) {
    return switch (failure) {
      case DOWN -> unavailable().fault("The service is unavailable");
      case THROTTLED -> throttled().fault("Rate exceeded");
      default -> Fault.hang();
    };
  }

  /** Describes how the service responds while it is down, throttles, or hangs. */
  String behaviour(Health failure) {
    return switch (failure) {
      case DOWN -> "responds with " + unavailable();
      case THROTTLED -> "responds with " + throttled() + ", Rate exceeded";
      default -> "accepts the request and never responds";
    };
  }

  private Rejection unavailable() {
    return new Rejection(503, "ServiceUnavailable" + (this == IRSA ? "" : "Exception"));
  }

  private Rejection throttled() {
    return this == IRSA
        ? new Rejection(400, "Throttling")
        : new Rejection(429, "ThrottlingException");
  }

  /** Returns the error with which the service denies the pods of a deleted service account. */
  Rejection denied() {
    return this == IRSA
        ? new Rejection(403, "AccessDenied")
        : new Rejection(404, "ResourceNotFoundException");
  }

  /** Describes how the service treats the pods of a deleted service account. */
  String denial() {
    String cause = this == IRSA ? "the role was deleted" : "the association was deleted";
    return "denies the exchange: " + cause;
  }

  /** Returns the short, stable id, for programs. */
  String id() {
    return this == IRSA ? "irsa" : "pod-identity";
  }

  /** Returns the name of the service that issues credentials. */
  String service() {
    return this == IRSA ? "STS" : "EKS Auth";
  }

  /** Returns the kind of events of that service. */
  Kind kind() {
    return this == IRSA ? Kind.STS : Kind.EKS_AUTH;
  }

  /** Returns the action by which a pod requests credentials. */
  String exchange() {
    return this == IRSA ? "AssumeRoleWithWebIdentity" : "GetCredentials";
  }
}
