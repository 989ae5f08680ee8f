package dev.irsa.cli.internal.serve;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.irsa.doctor.InvalidInputException;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.LabNetwork;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A lab with its pods, made from a world. Each service account of the world has a pod of the same
 * name. Thread-safe. {@link #close} ends the lab.
 */
final class ServedLab implements AutoCloseable {

  /** A server may run for weeks; its clients have no use for the logs of their requests. */
  static final int KEPT_REQUESTS = 1_000;

  private final IrsaLab lab;

  /** By namespace and name, in the order of creation. */
  @GuardedBy("this")
  private final Map<String, PodEnvironment> pods = new LinkedHashMap<>();

  private ServedLab(IrsaLab lab) {
    this.lab = lab;
  }

  /**
   * Starts a lab.
   *
   * @throws InvalidInputException if the world cannot be created
   * @throws UncheckedIOException if a port is not free
   */
  static ServedLab start(World world, LabNetwork network) {
    IrsaLab lab;
    try {
      lab = world.builder().network(network).start();
    } catch (IllegalArgumentException e) {
      throw world.invalid(e);
    }
    try {
      lab.requests().keepLatest(KEPT_REQUESTS);
      lab.issuerRequests().keepLatest(KEPT_REQUESTS);
      lab.agent().requests().keepLatest(KEPT_REQUESTS); // and its port is taken now or never
      ServedLab served = new ServedLab(lab);
      served.add(world).forEach(account -> served.createPod(World.manifest(account)));
      return served;
    } catch (RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  IrsaLab lab() {
    return lab;
  }

  /** Adds the content of a world, without pods. */
  synchronized List<ServiceAccount> add(World world) {
    return world.check(lab).create();
  }

  /**
   * Creates a pod.
   *
   * @param manifest the pod as JSON
   * @throws IllegalArgumentException if it is malformed
   * @throws IllegalStateException if it exists
   */
  synchronized PodEnvironment createPod(String manifest) {
    PodEnvironment pod = lab.startPod(manifest);
    if (pods.putIfAbsent(pod.pod().namespace() + "/" + pod.name(), pod) != null) {
      pod.close();
      throw new IllegalStateException("pods \"" + pod.name() + "\" already exists");
    }
    return pod;
  }

  synchronized Optional<PodEnvironment> pod(String namespace, String name) {
    return Optional.ofNullable(pods.get(namespace + "/" + name));
  }

  /** Returns all pods in the order of their creation. */
  synchronized List<PodEnvironment> pods() {
    return List.copyOf(pods.values());
  }

  /** Deletes a pod and its token. */
  void delete(PodEnvironment pod) {
    synchronized (this) {
      pods.values().remove(pod);
    }
    pod.close();
  }

  @Override
  public void close() {
    lab.close();
  }
}
