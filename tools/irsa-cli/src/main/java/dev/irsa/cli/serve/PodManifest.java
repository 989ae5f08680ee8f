package dev.irsa.cli.serve;

import dev.irsa.testkit.kubernetes.ServiceAccount;

/** The manifest of a pod that the server creates for a service account, of the same name. */
final class PodManifest {

  private PodManifest() {}

  static String of(ServiceAccount account) {
    return """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "%1$s", "namespace": "%2$s"},
         "spec": {"serviceAccountName": "%1$s",
                  "containers": [{"name": "app", "image": "example.com/app:1"}]}}
        """
        .formatted(account.name(), account.namespace());
  }
}
