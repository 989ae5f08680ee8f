package dev.irsa.testkit.kubernetes;

import dev.irsa.testkit.internal.DnsName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A Kubernetes service account.
 *
 * @param namespace a DNS label (RFC 1123)
 * @param name a DNS subdomain (RFC 1123)
 * @param uid distinguishes accounts of the same name, of which the first was deleted
 * @param annotations the annotations, such as {@code eks.amazonaws.com/role-arn}
 */
public record ServiceAccount(
    String namespace, String name, String uid, Map<String, String> annotations) {

  public ServiceAccount {
    if (!DnsName.LABEL.matcher(namespace).matches()) {
      throw new IllegalArgumentException("namespace: expected a DNS label, found " + namespace);
    }
    if (!DnsName.SUBDOMAIN.matcher(name).matches()) {
      throw new IllegalArgumentException("name: expected a DNS subdomain, found " + name);
    }
    if (uid.isBlank()) {
      throw new IllegalArgumentException("uid: expected at least one character");
    }
    annotations = Map.copyOf(annotations);
  }

  /** Returns a new account with a random uid and without annotations. */
  public static ServiceAccount of(String namespace, String name) {
    return new ServiceAccount(namespace, name, UUID.randomUUID().toString(), Map.of());
  }

  /** Returns a copy with one annotation added or replaced. */
  public ServiceAccount withAnnotation(String key, String value) {
    var more = new LinkedHashMap<>(annotations);
    more.put(key, value);
    return new ServiceAccount(namespace, name, uid, more);
  }

  /**
   * Returns the subject of the account's tokens: {@code system:serviceaccount:<namespace>:<name>}.
   */
  public String subject() {
    return "system:serviceaccount:" + namespace + ":" + name;
  }
}
