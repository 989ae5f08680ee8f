package dev.irsa.cli.lab;

import dev.irsa.cli.lab.Happening.Kind;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Faults;
import dev.irsa.testkit.server.RequestLog;

/** How a pod gets its credentials. */
public enum Mechanism {
  /** IAM Roles for Service Accounts: the pod exchanges its token at STS. */
  IRSA(
      "irsa",
      "STS",
      Kind.STS,
      Traffic.EXCHANGE,
      new Rejection(503, "ServiceUnavailable"),
      new Rejection(400, "Throttling"),
      new Rejection(403, "AccessDenied")) {
    @Override
    ServiceAccount createAccount(IrsaLab lab, String namespace, String name, String policy) {
      return lab.createServiceAccount(namespace, name, policy);
    }

    @Override
    RequestLog exchanges(IrsaLab lab) {
      return lab.requests();
    }

    @Override
    Faults faults(IrsaLab lab) {
      return lab.sts().faults().on(Traffic.EXCHANGE);
    }

    @Override
    String prelude() {
      return "";
    }

    @Override
    String denial() {
      return "denies the exchange: the role was deleted";
    }
  },

  /**
   * EKS Pod Identity: the pod asks the agent on its node, which exchanges the token at EKS Auth.
   */
  POD_IDENTITY(
      "pod-identity",
      "EKS Auth",
      Kind.EKS_AUTH,
      Traffic.AGENT_EXCHANGE,
      new Rejection(503, "ServiceUnavailableException"),
      new Rejection(429, "ThrottlingException"),
      new Rejection(404, "ResourceNotFoundException")) {
    @Override
    ServiceAccount createAccount(IrsaLab lab, String namespace, String name, String policy) {
      return lab.createPodIdentityServiceAccount(namespace, name, policy);
    }

    @Override
    RequestLog exchanges(IrsaLab lab) {
      return lab.agent().requests();
    }

    @Override
    Faults faults(IrsaLab lab) {
      return lab.eksAuth().faults().on(Traffic.AGENT_CALL);
    }

    @Override
    String prelude() {
      return "the agent restarted; ";
    }

    @Override
    String denial() {
      return "denies the exchange: the association was deleted";
    }
  };

  private final String id;
  private final String service;
  private final Kind kind;
  private final String exchange;
  private final Rejection unavailable;
  private final Rejection throttled;
  private final Rejection denied;

  Mechanism(
      String id,
      String service,
      Kind kind,
      String exchange,
      Rejection unavailable,
      Rejection throttled,
      Rejection denied) {
    this.id = id;
    this.service = service;
    this.kind = kind;
    this.exchange = exchange;
    this.unavailable = unavailable;
    this.throttled = throttled;
    this.denied = denied;
  }

  /** Creates a service account with a role of its own that has a managed policy. */
  abstract ServiceAccount createAccount(IrsaLab lab, String namespace, String name, String policy);

  /** Returns the log that has the pods' requests for credentials. */
  abstract RequestLog exchanges(IrsaLab lab);

  /** Returns the faults of the service that issues credentials, and of nothing else. */
  abstract Faults faults(IrsaLab lab);

  /** Returns what happens before each failure of the service, in words; may be empty. */
  abstract String prelude();

  /** Returns how the service treats the pods of a deleted service account, in words. */
  abstract String denial();

  /** Returns the error of the service when it is down. */
  Rejection unavailable() {
    return unavailable;
  }

  /** Returns the error of the service when it throttles. */
  Rejection throttled() {
    return throttled;
  }

  /** Returns the error with which the service denies the pods of a deleted service account. */
  Rejection denied() {
    return denied;
  }

  /** Returns the short, stable id, for programs. */
  String id() {
    return id;
  }

  /** Returns the name of the service that issues credentials. */
  String service() {
    return service;
  }

  /** Returns the kind of events of that service. */
  Kind kind() {
    return kind;
  }

  /** Returns the action by which a pod requests credentials. */
  String exchange() {
    return exchange;
  }
}
