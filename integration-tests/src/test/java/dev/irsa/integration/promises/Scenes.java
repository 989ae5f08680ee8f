package dev.irsa.integration.promises;

import dev.irsa.policy.Role;
import dev.irsa.testkit.server.Fault;
import dev.irsa.testkit.server.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Steps that take several moves. */
final class Scenes {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final LifecycleWorld world;
  private final Examiner examiner;
  private final Site site;
  private final Identity ofViews;
  private final Identity ofProfile;
  private final Role chained;
  private final Set<Door> chaining = new HashSet<>();
  private int made;
  private int chainedBefore;

  Scenes(LifecycleWorld world, Examiner examiner) {
    this.world = world;
    this.examiner = examiner;
    this.site = world.site();
    this.ofViews = world.identity("view");
    this.ofProfile = world.identity("profile");
    this.chained = site.chained("chained", world.plain());
  }

  private Door core(HistorySettings settings) {
    return world.product().doors().open(Doors.Kind.CORE, settings);
  }

  private HistorySettings settings(Identity identity) {
    return HistorySettings.of(identity.environment, Identity.DEADLINE);
  }

  private Identity another() {
    made++;
    return world.identity("other-" + made);
  }

  /** A handle and a view of another role for each request cost what one costs. */
  String roles() {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Door handle = core(settings(world.plain()));
      told.add(
          examiner.ask(ofViews, List.of(() -> site.ownerOf(handle.role(ofViews.roleArn).key()))));
      examiner.bounded("close", handle::close);
    }
    return String.join(", ", told);
  }

  /** A chained role for each request of one provider costs one call. */
  String chained(Tenant parent) {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      told.add(chainOnce(parent));
    }
    return parent + ", " + told;
  }

  private String chainOnce(Tenant parent) {
    chaining.add(parent.door);
    Door door = parent.door.role(chained.arn());
    ApplicationClient client = ApplicationClient.of(Doors.Kind.V2, door, site);
    String told = examiner.ask(parent.identity, List.of(client.who()), site.sessionArn(chained));
    examiner.bounded("close", client.end());
    int calls = site.lab.requests().count(Site.CHAINING) - chainedBefore;
    Promise.FEW_CALLS.require(
        calls <= chaining.size(), calls + " calls for the chained role of " + chaining.size());
    return told;
  }

  /** Chained roles are fetched anew as well. */
  void forgotten() {
    chaining.clear();
    chainedBefore = site.lab.requests().count(Site.CHAINING);
  }

  String chain(Doors.Kind kind) {
    // Its callers wait 20 s for what hangs.
    if (world.sts() == Sts.HANGS || world.sts() == Sts.THROTTLES) {
      return "left out";
    }
    try (ProcessProperties unused = site.profile(ofProfile)) {
      Door chain = world.product().doors().chain(kind);
      ApplicationClient client = ApplicationClient.of(kind, chain, site);
      String told = examiner.ask(ofProfile, List.of(client.who()));
      examiner.bounded("close", client.end());
      examiner.bounded("close", chain::close);
      return kind + ", " + told;
    }
  }

  String swap() {
    Identity swapped = world.swappable();
    if (swapped.holds()) {
      return "left out: nobody reads the file";
    }
    world.swap();
    Door handle = core(settings(swapped));
    String told = examiner.ask(swapped, List.of(() -> site.ownerOf(handle.key())));
    examiner.bounded("close", handle::close);
    return told;
  }

  /** Who waits for a role gets it, also when it has to make room for another meanwhile. */
  String evict() throws Exception {
    if (!world.isWell()) {
      return "left out";
    }
    Identity first = another();
    Identity second = another();
    Gate gate = Gate.closed();
    site.faults().next(Fault.gate(gate));
    Door handle = core(settings(first).withMostRoles(1).waiting(SOON));
    CompletableFuture<String> waiting = handle.role(first.roleArn).keyAsync();
    gate.awaitArrivals(1, SOON);
    String told = ask(second, handle);
    gate.open();
    told += ask(first, () -> site.ownerOf(waiting.get(10, TimeUnit.SECONDS)));
    examiner.bounded("close", handle::close);
    return told;
  }

  private String ask(Identity identity, Door handle) {
    return ask(identity, () -> site.ownerOf(handle.role(identity.roleArn).key()));
  }

  private String ask(Identity identity, Callable<String> question) {
    return examiner.ask(identity, List.of(question));
  }

  /** The status of another role makes no role go. */
  String look() throws Exception {
    if (!world.isWell()) {
      return "left out";
    }
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    Identity first = another();
    Identity second = another();
    Door handle = core(settings(first).withMostRoles(1).heardBy(events::add));
    String told = ask(first, handle);
    examiner.bounded("status", () -> handle.role(second.roleArn).state());
    examiner.bounded("refresh", () -> handle.role(first.roleArn).refresh());
    first.refreshing();
    String refreshed = "Refreshed " + first.roleArn;
    for (int time = 0; time < 2; time++) {
      String event = events.poll(10, TimeUnit.SECONDS);
      Promise.ONLY_LOOKS.require(refreshed.equals(event), "a status led to " + event);
    }
    examiner.bounded("close", handle::close);
    return told;
  }

  /** An endpoint is called 20 times a second, however many roles are asked for. */
  String manyRoles() {
    Identity plain = world.plain();
    Door handle = core(settings(plain).waiting(Duration.ofSeconds(3)));
    List<CompletableFuture<String>> asked = new ArrayList<>();
    made++;
    for (int i = 0; i < 30; i++) {
      asked.add(handle.role(plain.roleArn + "-" + made + "-" + i).keyAsync());
    }
    examiner.bounded(
        "many roles", () -> asked.forEach(each -> each.handle((key, failure) -> "told").join()));
    examiner.bounded("close", handle::close);
    return world.sts().toString();
  }
}
