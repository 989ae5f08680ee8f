package dev.irsa.doctor.internal.manifest;

import dev.irsa.doctor.internal.pod.ServiceAccountName;
import dev.irsa.doctor.internal.yaml.YamlNode;
import dev.irsa.doctor.report.InvalidInputException;
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
    Map<ServiceAccountName, YamlNode> accounts,
    List<Workload> workloads,
    Map<ServiceAccountName, YamlNode> associations,
    Map<String, Map<String, YamlNode>> variables) {

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
  public record Workload(String name, ServiceAccountName account, YamlNode object, YamlNode pod) {

    /** Returns init containers and containers. */
    public List<YamlNode> containers() {
      List<YamlNode> all = new ArrayList<>(pod.at("spec", "initContainers").items());
      all.addAll(pod.at("spec", "containers").items());
      return all;
    }

    /** Returns where the service account is named, or should be. */
    public YamlNode accountNode() {
      YamlNode spec = pod.get("spec");
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
    texts.forEach((file, text) -> YamlNode.forEach(file, text, collecting::add));
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
    private final Map<ServiceAccountName, YamlNode> accounts = new LinkedHashMap<>();
    private final List<Workload> workloads = new ArrayList<>();
    private final Map<ServiceAccountName, YamlNode> associations = new LinkedHashMap<>();
    private final Map<String, Map<String, YamlNode>> variables = new LinkedHashMap<>();

    Collecting(String usualNamespace) {
      this.usualNamespace = usualNamespace;
    }

    void add(YamlNode object) {
      if (++objects > MOST_OBJECTS) {
        throw object.invalid("expected at most " + MOST_OBJECTS + " objects");
      }
      String kind = object.get("kind").text();
      String apiVersion = object.get("apiVersion").text();
      if (kind == null || apiVersion == null) {
        throw object.invalid("expected an object of Kubernetes, with apiVersion and kind");
      }
      YamlNode metadata = object.get("metadata");
      String namespace = orElse(metadata.get("namespace").text(), usualNamespace);
      String name = orElse(metadata.get("name").text(), "");
      String whole = source(kind, namespace, name);
      switch (kind) {
        case "List" -> addItems(object);
        case "ServiceAccount" -> accounts.put(new ServiceAccountName(namespace, name), object);
        case "ConfigMap", "Secret" -> addVariables(whole, object);
        case "PodIdentityAssociation" -> addAssociation(namespace, object);
        default -> {
          boolean isOfKnative = apiVersion.startsWith("serving.knative.dev/");
          YamlNode pod = pod(isOfKnative ? "Knative " + kind : kind, object);
          if (pod != null) {
            addWorkload(whole, namespace, object, pod);
          }
        }
      }
    }

    private void addItems(YamlNode list) {
      // By an alias a list can contain itself.
      if (++depth > DEEPEST) {
        throw list.invalid("lists are nested too deeply");
      }
      list.get("items").items().forEach(this::add);
      depth--;
    }

    private void addVariables(String source, YamlNode object) {
      Map<String, YamlNode> all = object.get("data").members();
      all.putAll(object.get("stringData").members());
      variables.put(source, all);
    }

    private void addAssociation(String namespace, YamlNode object) {
      YamlNode spec = object.get("spec");
      associations.put(
          new ServiceAccountName(
              orElse(spec.get("namespace").text(), namespace),
              orElse(spec.get("serviceAccount").text(), "")),
          object);
    }

    /** Returns the pod, or its template, that an object of a kind runs; null if it runs none. */
    private static @Nullable YamlNode pod(String kind, YamlNode object) {
      return switch (kind) {
        case "Pod" -> object;
        case "CronJob" -> object.at("spec", "jobTemplate", "spec", "template");
        case "Deployment",
            "StatefulSet",
            "DaemonSet",
            "ReplicaSet",
            "ReplicationController",
            "Job",
            "Rollout",
            "Knative Service",
            "Knative Configuration" -> {
          YamlNode template = object.at("spec", "template");
          yield template.get("spec").isPresent() ? template : null;
        }
        default -> null;
      };
    }

    private void addWorkload(String whole, String namespace, YamlNode object, YamlNode pod) {
      YamlNode spec = pod.get("spec");
      String older = orElse(spec.get("serviceAccount").text(), "default");
      String account = orElse(spec.get("serviceAccountName").text(), older);
      workloads.add(new Workload(whole, new ServiceAccountName(namespace, account), object, pod));
    }

    private static String orElse(@Nullable String text, String other) {
      return Objects.requireNonNullElse(text, other);
    }
  }
}
