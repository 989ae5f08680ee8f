package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaListener;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.integration.WayIn.Opened;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.internal.session.Sessions;
import dev.irsa.micrometer.IrsaMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two rules for all modules: what is dropped without a close leaves nothing behind that grows, and
 * what is counted is counted once.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class SharingRulesTest {

  private static final int REQUESTS = 40;

  private final PodLab podInLab = new PodLab();
  private final WayIn.Pod pod = WayIn.Pod.in(podInLab);

  @AfterEach
  void close() {
    podInLab.close();
  }

  @Test
  void whatIsDroppedWithoutACloseLeavesNothingBehind() {
    int before = Sessions.shared().size();
    List<WeakReference<Object>> dropped = new ArrayList<>();
    for (WayIn way : WayIn.values()) {
      for (int request = 0; request < REQUESTS; request++) {
        drop(way, way + "-" + request % 4, dropped);
      }
    }

    // Ends only when sessions, providers, listeners and meters are gone.
    while (Sessions.shared().size() > before
        || dropped.stream().anyMatch(each -> each.get() != null)) {
      System.gc();
      Opened another = WayIn.CORE.open(pod, "another", event -> {});
      assertTrue(another.accessKeyId().get().startsWith("ASIA"));
      another.end().run();
    }
    assertEquals(2 * REQUESTS * WayIn.values().length, dropped.size());
  }

  /** Uses a provider with a listener of its own, as an application may do for each request. */
  private void drop(WayIn way, String session, List<WeakReference<Object>> dropped) {
    IrsaListener listener = new ListenerOfARequest();
    Opened opened = way.open(pod, session, listener);
    assertTrue(opened.accessKeyId().get().startsWith("ASIA"));
    dropped.add(new WeakReference<>(opened.provider()));
    dropped.add(new WeakReference<>(listener));
  }

  /** A class, because a lambda that captures nothing is never garbage. */
  private static final class ListenerOfARequest implements IrsaListener {
    @Override
    public void onEvent(IrsaEvent event) {}
  }

  @ParameterizedTest
  @EnumSource
  void whatIsCountedIsCountedOnce(WayIn way) throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    IrsaMetrics metrics = new IrsaMetrics();
    metrics.bindTo(registry);
    BlockingQueue<IrsaEvent> events = new LinkedBlockingQueue<>();
    IrsaListener listener =
        event -> {
          metrics.onEvent(event);
          events.add(event);
        };
    List<Opened> five = new ArrayList<>();
    for (int handle = 0; handle < 5; handle++) {
      five.add(way.open(pod, "shared", listener));
    }

    for (Opened each : five) {
      assertTrue(each.accessKeyId().get().startsWith("ASIA"));
    }
    String rejected = five.get(0).accessKeyId().get();
    Sessions.shared().invalidate(rejected);
    awaitNewKey(events, rejected);
    five.forEach(each -> each.end().run());

    int calls = podInLab.exchanges() + podInLab.lab.requests().count("AssumeRole");
    awaitClosed(events, calls - 1);
    assertEquals(calls, counted(registry));
    assertTrue(
        calls <= 3, () -> "each of the sessions was shared, and one was refreshed: " + calls);
  }

  /** One session for the pod's role and one for the tenant's, whichever SDK asks. */
  @Test
  void allModulesOfAProcessShareItsSessions() {
    List<Opened> opened =
        Stream.of(WayIn.values())
            .filter(way -> !way.assumesAnotherRole() && way != WayIn.V2_SUPPLIED_TOKEN)
            .map(way -> way.open(pod, "shared", event -> {}))
            .toList();

    Set<String> keys = new TreeSet<>();
    for (Opened each : opened) {
      keys.add(each.accessKeyId().get());
    }
    for (Opened each : opened) {
      each.end().run();
      each.end().run();
      opened.forEach(other -> keys.add(other.accessKeyId().get()));
    }

    assertEquals(2, keys.size());
    assertEquals(2, podInLab.exchanges());
    opened.forEach(each -> each.end().run());
  }

  /** Waits until the session with the rejected key has another one. */
  private void awaitNewKey(BlockingQueue<IrsaEvent> events, String rejected)
      throws InterruptedException {
    String role = null;
    while (true) {
      if (events.take() instanceof IrsaEvent.Refreshed refreshed) {
        if (refreshed.roleArn().equals(role)) {
          return;
        }
        role = refreshed.accessKeyId().equals(rejected) ? refreshed.roleArn() : role;
      }
    }
  }

  /** Waits until each session was closed. */
  private static void awaitClosed(BlockingQueue<IrsaEvent> events, int sessions)
      throws InterruptedException {
    int closed = 0;
    while (closed < sessions) {
      closed += events.take() instanceof IrsaEvent.Closed ? 1 : 0;
    }
  }

  /** A new provider, in whichever module, becomes a way in, or says here why not. */
  @Test
  void everyProviderOfTheModulesIsAWayIn() throws IOException {
    // Made by frameworks, and forward to the others; and that of the agent, which has tests of it.
    Set<String> covered =
        new TreeSet<>(
            List.of(
                "HadoopIrsaCredentialsProvider",
                "KafkaIrsaCredentialsProvider",
                "IrsaAgentCredentialsProvider"));
    for (WayIn way : WayIn.values()) {
      Opened opened = way.open(pod, "listed", event -> {});
      covered.add(opened.provider().getClass().getSimpleName());
      opened.end().run();
    }
    Set<String> missing = new TreeSet<>();
    for (String module : Pom.modules()) {
      Path sources = Path.of("..").resolve(Pom.folder(module)).resolve("src/main/java");
      if (Files.isDirectory(sources)) {
        try (Stream<Path> files = Files.find(sources, 99, (file, any) -> isProvider(file))) {
          files.forEach(file -> missing.add(file.getFileName().toString().replace(".java", "")));
        }
      }
    }

    assertTrue(missing.contains("IrsaCredentialsProviderChain"), missing::toString);
    missing.removeAll(covered);
    assertEquals(Set.of(), missing);
  }

  private static boolean isProvider(Path file) {
    try {
      return file.toString().matches(".*CredentialsProvider(Chain)?\\.java")
          && Files.readString(file).contains("\npublic ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double counted(SimpleMeterRegistry registry) {
    return registry.find("irsa.exchange.calls").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }
}
