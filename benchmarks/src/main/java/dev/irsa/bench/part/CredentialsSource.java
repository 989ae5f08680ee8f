package dev.irsa.bench.part;

import dev.irsa.bench.Bench;
import dev.irsa.bench.Names;
import java.util.Map;

/** Where the measured JVMs get their credentials: only the environment of the pod differs. */
enum CredentialsSource {
  /** STS, over HTTPS. */
  WEB_IDENTITY,
  /** The EKS Pod Identity agent, over HTTP. */
  CONTAINER,
  /** Nowhere: outside of a pod. */
  NONE;

  Map<String, String> environment(Bench bench) {
    return switch (this) {
      case WEB_IDENTITY -> bench.pod(Names.ROLE, bench.sts().https());
      case CONTAINER -> bench.podIdentityPod();
      case NONE -> Map.of();
    };
  }
}
