package dev.irsa.cli.serve;

import dev.irsa.doctor.InvalidInputException;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.LabNetwork;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lab with its pods, made from a world. Each service account of the world has a pod of the same
 * name. Thread-safe. {@link #close} ends the lab.
 */
final class ServedLab implements AutoCloseable {
  /** A server may run for weeks; its clients have no use for the logs of their requests. */
  static final int KEPT_REQUESTS = 1_000;

  private final IrsaLab lab;
  private final ReentrantLock lock = new ReentrantLock();

  /** By namespace and name, in the order of creation. Guarded by {@code lock}. */
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
    IrsaLab.Builder builder = builder(world.settings()).network(network);
    IrsaLab lab;
    try {
      lab = builder.start();
    } catch (IllegalArgumentException e) {
      throw world.root().invalid(e);
    }
    try {
      lab.requests().keepLatest(KEPT_REQUESTS);
      lab.issuerRequests().keepLatest(KEPT_REQUESTS);
      lab.agent().requests().keepLatest(KEPT_REQUESTS); // and its port is taken now or never
      ServedLab served = new ServedLab(lab);
      for (ServiceAccount account : new WorldAddition(lab, world).create()) {
        served.createPod(PodManifest.of(account));
      }
      return served;
    } catch (RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  private static IrsaLab.Builder builder(World.Settings settings) {
    IrsaLab.Builder builder = IrsaLab.builder();
    Optional.ofNullable(settings.region()).ifPresent(builder::region);
    Optional.ofNullable(settings.accountId()).ifPresent(builder::accountId);
    Optional.ofNullable(settings.clusterName()).ifPresent(builder::clusterName);
    Optional.ofNullable(settings.issuer()).ifPresent(builder::issuer);
    @Nullable Duration token = settings.tokenLifetime();
    Optional.ofNullable(token).ifPresent(builder::tokenLifetime);
    Optional.ofNullable(settings.sessionLifetime()).ifPresent(builder::sessionLifetime);
    return builder;
  }

  IrsaLab lab() {
    return lab;
  }

  /**
   * Adds the content of a world, without pods.
   *
   * @throws InvalidInputException if it exists already, or refers to what does not exist
   */
  void add(World world) {
    lock.lock();
    try {
      new WorldAddition(lab, world).create();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Creates a pod.
   *
   * @param manifest the pod as JSON
   * @throws IllegalArgumentException if it is malformed
   * @throws IllegalStateException if it exists
   */
  PodEnvironment createPod(String manifest) {
    lock.lock();
    try {
      PodEnvironment pod = lab.startPod(manifest);
      String key = pod.pod().namespace() + "/" + pod.name();
      if (pods.putIfAbsent(key, pod) != null) {
        pod.close();
        throw new IllegalStateException("pods \"" + pod.name() + "\" already exists");
      }
      return pod;
    } finally {
      lock.unlock();
    }
  }

  Optional<PodEnvironment> pod(String namespace, String name) {
    lock.lock();
    try {
      return Optional.ofNullable(pods.get(namespace + "/" + name));
    } finally {
      lock.unlock();
    }
  }

  /** Returns all pods in the order of their creation. */
  List<PodEnvironment> pods() {
    lock.lock();
    try {
      return List.copyOf(pods.values());
    } finally {
      lock.unlock();
    }
  }

  /** Deletes a pod and its token. */
  void delete(PodEnvironment pod) {
    lock.lock();
    try {
      pods.values().remove(pod);
    } finally {
      lock.unlock();
    }
    pod.close();
  }

  @Override
  public void close() {
    lab.close();
  }
}
