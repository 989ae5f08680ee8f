package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.podidentity.PodIdentityAgent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.function.Executable;

/**
 * EKS Pod Identity through the SDKs' own providers and through ours, in the same situations. The
 * figures are shown in {@code measured/pod-identity.md}; a provider that behaves otherwise than
 * shown there makes its test fail.
 */
abstract class PodIdentityFaults extends SdkFaults {

  final MeasuredPage page = MeasuredPage.POD_IDENTITY;
  private final List<Probe> probes = new CopyOnWriteArrayList<>();

  /** A measurement of one provider. */
  interface Measurement {
    void of(Measured measured) throws Exception;
  }

  /** A provider in an application that has not called it yet. */
  record Measured(MeasuredProvider provider, SdkPod pod, Probe probe) {

    Answer ask(String order) throws IOException {
      return probe.ask(order);
    }

    IrsaLab lab() {
      return pod.lab;
    }

    PodIdentityAgent agent() {
      return pod.lab.agent();
    }
  }

  @AfterEach
  void closeProbes() {
    probes.forEach(Probe::close);
  }

  /** Measures all providers in labs with AWS's lifetimes. */
  final void measureAll(Measurement measurement) throws Exception {
    measureAll(lab -> {}, measurement);
  }

  /**
   * Measures all providers at once, since they wait most of the time: each in a lab and a JVM of
   * its own, when all of these are ready.
   */
  final void measureAll(Consumer<IrsaLab.Builder> settings, Measurement measurement)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(MeasuredProvider.values().length);
    try {
      List<Future<Measured>> starting = new ArrayList<>();
      for (MeasuredProvider provider : MeasuredProvider.values()) {
        starting.add(threads.submit(() -> start(provider, settings)));
      }
      List<Measured> ready = new ArrayList<>();
      for (Future<Measured> one : starting) {
        ready.add(one.get());
      }
      List<Executable> results = new ArrayList<>();
      for (Measured one : ready) {
        Future<?> result = threads.submit(() -> run(measurement, one));
        results.add(result::get);
      }
      assertAll(results);
    } finally {
      threads.shutdownNow();
    }
  }

  private Measured start(MeasuredProvider provider, Consumer<IrsaLab.Builder> settings)
      throws IOException {
    IrsaLab.Builder lab = IrsaLab.builder();
    settings.accept(lab);
    SdkPod pod = podIdentityPod(provider.sdk(), lab);
    Probe probe = pod.start();
    probes.add(probe);
    probe.ask(provider.make());
    return new Measured(provider, pod, probe);
  }

  private static Object run(Measurement measurement, Measured measured) throws Exception {
    measurement.of(measured);
    return measured;
  }

  /** Checks that no caller of ours gets an error or the role of the node. */
  static void assertOursServe(Measured measured, Answer answer) {
    if (measured.provider.isOurs()) {
      assertEquals(0, answer.number("threw"), answer::toString);
      assertTrue(!isNodeRole(answer) && answer.text("keys").startsWith("ASIA"), answer::toString);
    }
  }

  static void assertOneRequestByOurs(Measured measured) {
    if (measured.provider.isOurs()) {
      assertEquals(1, measured.pod.agentRequests());
    }
  }

  final void show(PodIdentityTable table, Measured measured, Answer answer) throws IOException {
    page.assertShows(
        table,
        measured.provider.toString(),
        outcome(answer),
        seconds(answer),
        Integer.toString(measured.pod.agentRequests()));
  }
}
