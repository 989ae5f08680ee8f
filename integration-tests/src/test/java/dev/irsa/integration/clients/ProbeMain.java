package dev.irsa.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Collections.nCopies;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/**
 * An application that uses an SDK's own providers, in a JVM with a pod's environment. It reads one
 * command per line, and writes one line in response to each; see {@link #perform}.
 */
final class ProbeMain {
  private static final Pattern BLANK = Pattern.compile(" ");

  private final Generation sdk;
  private final List<ProbedProvider> providers = new ArrayList<>();

  private ProbeMain(Generation sdk) {
    this.sdk = sdk;
  }

  public static void main(String[] arguments) throws Exception {
    ProbeMain probe = new ProbeMain(Generation.valueOf(arguments[0]));
    probe.serve(new BufferedReader(new InputStreamReader(System.in, UTF_8)), System.out);
    // Exit even if the SDK has left threads running.
    System.exit(0);
  }

  private void serve(BufferedReader orders, PrintStream answers)
      throws IOException, InterruptedException {
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      answers.println(perform(BLANK.splitAsStream(order).toList()).encode());
    }
  }

  private Answer perform(List<String> order) throws InterruptedException {
    return switch (order.get(0)) {
      case "make" -> make(order.size() > 2 ? Generation.valueOf(order.get(2)) : sdk, order.get(1));
      case "get" -> get(Integer.parseInt(order.get(1)), Duration.ZERO);
      case "paced" -> get(Integer.parseInt(order.get(1)), Duration.parse(order.get(2)));
      case "together" -> together(nCopies(Integer.parseInt(order.get(1)), current()));
      case "clients" -> together(providers);
      case "each" -> each();
      case "close" -> close();
      case "freeze" -> freeze(order.get(1));
      case "keys" -> keys();
      default -> facts();
    };
  }

  /** Creates a provider and makes it the current one. */
  private Answer make(Generation generation, String kind) {
    providers.add(ProbedProvider.of(generation, kind));
    return facts();
  }

  private ProbedProvider current() {
    return providers.get(providers.size() - 1);
  }

  /** Gets credentials from the current provider several times, with a pause after each call. */
  private Answer get(int times, Duration pause) throws InterruptedException {
    Tally tally = new Tally();
    for (int i = 0; i < times; i++) {
      tally.ask(current());
      // The SDKs refresh by the clock of the machine, which no test can set.
      Thread.sleep(pause.toMillis());
    }
    return tally.answer();
  }

  /** Gets credentials from each of the providers at once, in threads of their own. */
  private static Answer together(List<ProbedProvider> asked) throws InterruptedException {
    Tally tally = new Tally();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (ProbedProvider provider : asked) {
      Thread thread =
          new Thread(
              () -> {
                awaitQuietly(start);
                tally.ask(provider);
              });
      thread.start();
      threads.add(thread);
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    return tally.answer();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gets credentials from every provider once. */
  private Answer each() {
    Tally tally = new Tally();
    providers.forEach(tally::ask);
    return tally.answer();
  }

  /** Closes the first provider. */
  private Answer close() {
    providers.get(0).close();
    return facts();
  }

  /** Sets the properties of keys, by their names in both SDKs. */
  private Answer keys() {
    System.setProperty("aws.accessKeyId", "AKIAPROPERTY");
    System.setProperty("aws.secretKey", "secret");
    System.setProperty("aws.secretAccessKey", "secret");
    return facts();
  }

  private Answer freeze(String image) {
    Freezer.freeze(image);
    return facts();
  }

  private Answer facts() {
    UnixOperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    return new Answer(
        Map.of(
            "providers", Integer.toString(providers.size()),
            "threads", Integer.toString(ManagementFactory.getThreadMXBean().getThreadCount()),
            "descriptors", Long.toString(system.getOpenFileDescriptorCount())));
  }
}
