package dev.irsa.cli.lab;

import dev.irsa.cli.lab.Happening.Kind;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Faults;
import dev.irsa.testkit.server.RequestLog;

/** How a pod gets its credentials. */
public enum Mechanism {
  /** IAM Roles for Service Accounts: the pod exchanges its token at STS. */
  IRSA("irsa", "STS", Kind.STS, Traffic.EXCHANGE) {
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
    String downCode() {
      return "ServiceUnavailable";
    }

    @Override
    String prelude() {
      return "";
    }

    @Override
    String throttling() {
      return "responds with 400 Throttling, Rate exceeded";
    }

    @Override
    Fault throttled() {
      return Fault.throttle();
    }

    @Override
    String denial() {
      return "denies the exchange: the role was deleted";
    }

    @Override
    String denialCode() {
      return "AccessDenied";
    }

    @Override
    int denialStatus() {
      return 403;
    }
  },

  /**
   * EKS Pod Identity: the pod asks the agent on its node, which exchanges the token at EKS Auth.
   */
  POD_IDENTITY("pod-identity", "EKS Auth", Kind.EKS_AUTH, Traffic.AGENT_EXCHANGE) {
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
    String downCode() {
      return "ServiceUnavailableException";
    }

    @Override
    String prelude() {
      return "the agent restarted; ";
    }

    @Override
    String throttling() {
      return "responds with 429 ThrottlingException, Rate exceeded";
    }

    @Override
    Fault throttled() {
      return Fault.error("ThrottlingException", 429, "Rate exceeded");
    }

    @Override
    String denial() {
      return "denies the exchange: the association was deleted";
    }

    @Override
    String denialCode() {
      return "ResourceNotFoundException";
    }

    @Override
    int denialStatus() {
      return 404;
    }
  };

  private final String id;
  private final String service;
  private final Kind kind;
  private final String exchange;

  Mechanism(String id, String service, Kind kind, String exchange) {
    this.id = id;
    this.service = service;
    this.kind = kind;
    this.exchange = exchange;
  }

  /** Creates a service account with a role of its own that has a managed policy. */
  abstract ServiceAccount createAccount(IrsaLab lab, String namespace, String name, String policy);

  /** Returns the log that has the pods' requests for credentials. */
  abstract RequestLog exchanges(IrsaLab lab);

  /** Returns the faults of the service that issues credentials, and of nothing else. */
  abstract Faults faults(IrsaLab lab);

  /** Returns the code of the service's error 503. */
  abstract String downCode();

  /** Returns what happens before each failure of the service, in words; may be empty. */
  abstract String prelude();

  /** Returns how the service throttles, in words. */
  abstract String throttling();

  /** Returns the error of the service when it throttles. */
  abstract Fault throttled();

  /** Returns how the service treats the pods of a deleted service account, in words. */
  abstract String denial();

  /** Returns the code with which the service denies the pods of a deleted service account. */
  abstract String denialCode();

  /** Returns the status of that response. */
  abstract int denialStatus();

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
