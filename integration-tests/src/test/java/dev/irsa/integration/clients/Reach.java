package dev.irsa.integration.clients;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import java.util.HashMap;
import java.util.Map;

/** How a client finds the lab in place of AWS. */
enum Reach {
  /** By {@code AWS_ENDPOINT_URL_…}. */
  ENDPOINTS,

  /** By AWS's own host names, through the lab's proxy. */
  PROXY;

  /** What a process of the pod finds: the lab's environment as it is. */
  Map<String, String> environment(IrsaLab lab, PodEnvironment pod) {
    Map<String, String> environment = new HashMap<>(pod.exports());
    if (this == PROXY) {
      environment.keySet().removeIf(name -> name.startsWith("AWS_ENDPOINT_URL_"));
      environment.put("HTTPS_PROXY", lab.proxy().uri().toString());
      // SDK for Java 2.x looks here unless told that the proxy itself speaks https.
      environment.put("HTTP_PROXY", lab.proxy().uri().toString());
    }
    return environment;
  }
}
