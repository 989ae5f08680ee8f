package dev.irsa.integration.promises;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Plays the steps of one history, and judges each. */
final class Play implements AutoCloseable {

  private static final int PER_REQUEST = 4;

  private final long start = System.nanoTime();
  private final Site site;
  private final Product product;
  private final List<String> timeline;
  private final LifecycleWorld world;
  private final Examiner examiner;
  private final Scenes scenes;
  private final Tenants tenants;

  Play(Site site, Product product, List<String> timeline) {
    this.site = site;
    this.product = product;
    this.timeline = timeline;
    this.world = new LifecycleWorld(site, product);
    this.examiner = new Examiner(world);
    this.scenes = new Scenes(world, examiner);
    this.tenants = new Tenants(world, examiner);
  }

  void step(Step step) {
    double seconds = (System.nanoTime() - start) / 1e9;
    timeline.add("%3d. at %.1f s: %s".formatted(timeline.size() + 1, seconds, step.kind()));
    String told = examiner.unlessBroken(() -> play(step), this::note);
    note(told);
    examiner.checkCalls();
  }

  private void note(String told) {
    int last = timeline.size() - 1;
    timeline.set(last, timeline.get(last) + ", " + told);
  }

  private String play(Step step) throws Exception {
    return switch (step.kind()) {
      case OPEN -> tenants.open(step);
      case CALL -> call(step);
      case CROWD -> crowd();
      case REQUESTS -> requests(step);
      case ROLES -> scenes.roles();
      case CHAINED -> scenes.chained(tenants.chaining(step));
      case SHARE -> tenants.share(step);
      case CLOSE -> tenants.close(step);
      case CLOSE_ALL -> tenants.closeAll();
      case DROP -> tenants.drop(step);
      case REFRESH -> refresh(step);
      case STS -> world.sts(step.one(List.of(Sts.values())));
      case POOL -> world.pool(!step.isOdd());
      case EXECUTOR -> world.executor(step.one(List.of(UserExecutor.Mood.values())));
      case LISTENERS -> world.listeners(!step.isOdd());
      case DEPENDENT -> dependent(step);
      case INTERRUPT -> interrupt(step);
      case FORGET -> forget();
      case CHAIN -> scenes.chain(step.isOdd() ? Doors.Kind.V1 : Doors.Kind.V2);
      case OLD_SDK -> world.oldSdk(!step.isOdd());
      case SWAP -> scenes.swap();
      case EVICT -> scenes.evict();
      case LOOK -> scenes.look();
      case MANY_ROLES -> scenes.manyRoles();
    };
  }

  // ---- callers

  private String call(Step step) {
    Tenant tenant = tenants.any(step);
    return tenant + ", " + examiner.ask(tenant, () -> tenant.ask(!step.isOdd()));
  }

  private String crowd() {
    List<String> told = new ArrayList<>();
    for (Identity identity : world.identities()) {
      List<Tenant> those = tenants.of(identity);
      List<Callable<String>> questions = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        those.forEach(tenant -> questions.add(() -> tenant.ask(false)));
      }
      if (!questions.isEmpty()) {
        told.add(identity.name + " " + examiner.ask(identity, questions));
      }
    }
    return String.join(", ", told);
  }

  private String requests(Step step) {
    Identity identity = world.identity(step);
    List<String> told = new ArrayList<>();
    for (int i = 0; i < PER_REQUEST; i++) {
      Tenant tenant = world.tenant(step.door(), identity, Step.Listening.NOT);
      told.add(examiner.ask(tenant, () -> tenant.ask(true)));
      examiner.bounded("close", tenant::closeAll);
    }
    return step.door() + " of " + identity.name + ": " + String.join(", ", told);
  }

  private String refresh(Step step) {
    Tenant tenant = tenants.any(step);
    Identity identity = tenant.identity;
    if (!identity.holds() || !world.canRefresh(tenant)) {
      return "left out";
    }
    examiner.refresh(tenant);
    return tenant.toString();
  }

  /** A dependent that blocks keeps nobody from anything. */
  private String dependent(Step step) {
    Tenant tenant = tenants.asynchronous(step);
    world.blockDependents();
    attachDependent(tenant);
    // A future of its own: whoever waits for the same one is behind its other dependents.
    String told = examiner.ask(tenant, () -> site.ownerOf(tenant.door.keyAsync().get()));
    return tenant + ", " + told;
  }

  /** On a thread of its own, which is the one that blocks when the future is there already. */
  private void attachDependent(Tenant tenant) {
    var asked = tenant.door.keyAsync();
    Thread thread =
        new Thread(
            () -> {
              var unused = asked.thenApply(world::passDependents);
            },
            "app-dependent");
    thread.setDaemon(true);
    thread.start();
  }

  private String interrupt(Step step) {
    Tenant tenant = tenants.any(step);
    return tenant
        + ", "
        + examiner.askInterrupted(
            tenant,
            () -> {
              Thread.currentThread().interrupt();
              try {
                return tenant.ask(false);
              } finally {
                Promise.PRECISE_ERROR.require(
                    Thread.interrupted(), "a caller of " + tenant + " lost its interrupt");
              }
            });
  }

  // ---- what is forgotten

  private String forget() {
    // What is blocked there holds on to the future that it depends on.
    world.freeDependents();
    SecretReferences secrets = new SecretReferences();
    tenants.used().filter(world::hasSecret).forEach(tenant -> secrets.add(tenant.door.secret()));
    examiner.discardAll();
    scenes.forgotten();
    examiner.requireGone(secrets);
    return secrets.toString();
  }

  // ---- the end

  void end() {
    timeline.add("end");
    note(examiner.unlessBroken(tenants::closeAll, this::note));
    examiner.checkCalls();
  }

  /** Gives back whatever is open, also where the history or the product has failed. */
  @Override
  public void close() {
    world.freeAll();
    site.freeReaders();
    Accident.clear();
    tenants.giveBack();
    examiner.attempt(List.of(product.doors()::discardAll));
    product.threads().forEach(Thread::interrupt);
  }
}
