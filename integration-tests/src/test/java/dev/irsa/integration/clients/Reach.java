package dev.irsa.integration.clients;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import java.util.HashMap;
import java.util.Map;

/** How a client reaches the lab instead of AWS. */
enum Reach {
  /** With {@code AWS_ENDPOINT_URL_…}. */
  ENDPOINTS,

  /** Under AWS's own host names, through the lab's proxy. */
  PROXY;

  /** Returns the environment of a process of the pod. */
  Map<String, String> environment(IrsaLab lab, PodEnvironment pod) {
    Map<String, String> environment = new HashMap<>(pod.exports());
    if (this == PROXY) {
      environment.keySet().removeIf(name -> name.startsWith("AWS_ENDPOINT_URL_"));
      environment.put("HTTPS_PROXY", lab.proxy().uri().toString());
      // SDK for Java 2.x reads this variable unless the proxy itself uses https.
      environment.put("HTTP_PROXY", lab.proxy().uri().toString());
    }
    return environment;
  }
}
