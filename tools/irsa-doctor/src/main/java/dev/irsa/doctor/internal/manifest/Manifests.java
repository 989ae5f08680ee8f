package dev.irsa.doctor.internal.manifest;

import dev.irsa.doctor.InvalidInputException;
import dev.irsa.doctor.internal.pod.ServiceAccountName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The objects in some manifests that decide about the identity of pods. Immutable.
 *
 * @param accounts the service accounts
 * @param workloads the objects that create pods
 * @param associations the objects of ACK that associate service accounts with roles of Pod Identity
 * @param variables the data of config maps and secrets, by kind, namespace and name
 */
public record Manifests(
    Map<ServiceAccountName, ManifestNode> accounts,
    List<Workload> workloads,
    Map<ServiceAccountName, ManifestNode> associations,
    Map<String, Map<String, ManifestNode>> variables) {

  /** Copies the collections. */
  public Manifests {
    accounts = new LinkedHashMap<>(accounts);
    workloads = List.copyOf(workloads);
    associations = Map.copyOf(associations);
    variables = Map.copyOf(variables);
  }

  /**
   * An object that creates pods.
   *
   * @param name kind, namespace and name
   * @param account the service account of its pods
   * @param object the object
   * @param pod the pod, or its template
   */
  public record Workload(
      String name, ServiceAccountName account, ManifestNode object, ManifestNode pod) {

    /** Returns init containers and containers. */
    public List<ManifestNode> containers() {
      List<ManifestNode> all = new ArrayList<>(pod.at("spec", "initContainers").items());
      all.addAll(pod.at("spec", "containers").items());
      return all;
    }

    /** Returns where the service account is named, or should be. */
    public ManifestNode accountNode() {
      ManifestNode spec = pod.get("spec");
      for (String member : List.of("serviceAccountName", "serviceAccount")) {
        if (spec.get(member).isPresent()) {
          return spec.get(member);
        }
      }
      return spec;
    }
  }

  /**
   * Collects the objects of some manifests.
   *
   * @param texts the manifests by the names of their files
   * @param namespace the namespace of objects that do not name one
   * @throws InvalidInputException if one is malformed; names line and column
   */
  public static Manifests of(Map<String, String> texts, String namespace) {
    Collecting collecting = new Collecting(namespace);
    texts.forEach((file, text) -> ManifestNode.forEach(file, text, collecting::add));
    return new Manifests(
        collecting.accounts, collecting.workloads, collecting.associations, collecting.variables);
  }

  /** Returns the key under which a config map or secret keeps its variables. */
  public static String source(String kind, String namespace, String name) {
    return kind + " " + namespace + "/" + name;
  }

  private static final class Collecting {
    private static final int DEEPEST = 10;
    private static final int MOST_OBJECTS = 100_000;

    private final String usualNamespace;
    private int depth;
    private int objects;
    private final Map<ServiceAccountName, ManifestNode> accounts = new LinkedHashMap<>();
    private final List<Workload> workloads = new ArrayList<>();
    private final Map<ServiceAccountName, ManifestNode> associations = new LinkedHashMap<>();
    private final Map<String, Map<String, ManifestNode>> variables = new LinkedHashMap<>();

    Collecting(String usualNamespace) {
      this.usualNamespace = usualNamespace;
    }

    void add(ManifestNode object) {
      if (++objects > MOST_OBJECTS) {
        throw object.invalid("expected at most " + MOST_OBJECTS + " objects");
      }
      String kind = object.get("kind").text();
      if (kind == null || object.get("apiVersion").text() == null) {
        throw object.invalid("expected an object of Kubernetes, with apiVersion and kind");
      }
      ManifestNode metadata = object.get("metadata");
      String namespace = orElse(metadata.get("namespace").text(), usualNamespace);
      String name = orElse(metadata.get("name").text(), "");
      String whole = source(kind, namespace, name);
      switch (kind) {
        case "List" -> {
          // By an alias a list can contain itself.
          if (++depth > DEEPEST) {
            throw object.invalid("lists are nested too deeply");
          }
          object.get("items").items().forEach(this::add);
          depth--;
        }
        case "ServiceAccount" -> accounts.put(new ServiceAccountName(namespace, name), object);
        case "ConfigMap", "Secret" -> {
          Map<String, ManifestNode> all = object.get("data").members();
          all.putAll(object.get("stringData").members());
          variables.put(whole, all);
        }
        case "PodIdentityAssociation" ->
            associations.put(
                new ServiceAccountName(
                    orElse(object.at("spec", "namespace").text(), namespace),
                    orElse(object.at("spec", "serviceAccount").text(), "")),
                object);
        case "Pod" -> addWorkload(whole, namespace, object, object);
        case "CronJob" ->
            addWorkload(
                whole, namespace, object, object.at("spec", "jobTemplate", "spec", "template"));
        case "Deployment",
            "StatefulSet",
            "DaemonSet",
            "ReplicaSet",
            "ReplicationController",
            "Job",
            "Rollout" -> {
          ManifestNode template = object.at("spec", "template");
          if (template.get("spec").isPresent()) {
            addWorkload(whole, namespace, object, template);
          }
        }
        default -> {
          // Other objects do not run pods.
        }
      }
    }

    private void addWorkload(
        String whole, String namespace, ManifestNode object, ManifestNode pod) {
      ManifestNode spec = pod.get("spec");
      String older = orElse(spec.get("serviceAccount").text(), "default");
      String account = orElse(spec.get("serviceAccountName").text(), older);
      workloads.add(new Workload(whole, new ServiceAccountName(namespace, account), object, pod));
    }

    private static String orElse(@Nullable String text, String other) {
      return Objects.requireNonNullElse(text, other);
    }
  }
}
