package dev.irsa.testkit.internal.podidentity;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The verified claims of a pod's token.
 *
 * @param namespace the namespace of pod and service account
 * @param serviceAccount the service account's name
 * @param podName the pod's name
 * @param podUid the pod's uid
 */
record PodToken(String namespace, String serviceAccount, String podName, String podUid) {

  String subject() {
    return "system:serviceaccount:" + namespace + ":" + serviceAccount;
  }

  /** Returns the tags that EKS adds to sessions (EKS user guide, "List of session tags"). */
  Map<String, String> sessionTags(EksCluster cluster) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("eks-cluster-arn", cluster.arn());
    tags.put("eks-cluster-name", cluster.name());
    tags.put("kubernetes-namespace", namespace);
    tags.put("kubernetes-service-account", serviceAccount);
    tags.put("kubernetes-pod-name", podName);
    tags.put("kubernetes-pod-uid", podUid);
    return tags;
  }
}
