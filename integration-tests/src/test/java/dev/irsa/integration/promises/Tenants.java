package dev.irsa.integration.promises;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The parts of the application: those in use, and those that were forgotten open. */
final class Tenants {

  private static final int MOST = 6;

  private final LifecycleWorld world;
  private final Examiner examiner;
  private final List<Tenant> used = new ArrayList<>();
  private final List<Tenant> dropped = new ArrayList<>();

  Tenants(LifecycleWorld world, Examiner examiner) {
    this.world = world;
    this.examiner = examiner;
  }

  Stream<Tenant> used() {
    return used.stream();
  }

  List<Tenant> of(Identity identity) {
    return used().filter(each -> each.identity == identity).toList();
  }

  String open(Step step) {
    if (used.size() == MOST) {
      return "but there is no room";
    }
    return opened(step.door(), world.identity(step), step.listening())
        + ", listener "
        + step.listening();
  }

  private Tenant opened(Doors.Kind kind, Identity identity, Step.Listening listening) {
    Tenant made = world.tenant(kind, identity, listening);
    used.add(made);
    return made;
  }

  /** Returns one, opened if there is none. */
  Tenant any(Step step) {
    return any(step, tenant -> true, step.door(), world.identity(step));
  }

  /** Returns one whose door can be asked without waiting. */
  Tenant asynchronous(Step step) {
    return any(step, tenant -> tenant.kind != Doors.Kind.V1, Doors.Kind.V2, world.identity(step));
  }

  /** Returns one that may assume the chained role. */
  Tenant chaining(Step step) {
    Identity plain = world.plain();
    return any(
        step,
        tenant -> tenant.kind == Doors.Kind.V2 && tenant.identity == plain,
        Doors.Kind.V2,
        plain);
  }

  private Tenant any(Step step, Predicate<Tenant> fits, Doors.Kind otherwise, Identity identity) {
    List<Tenant> fitting = used().filter(fits).toList();
    return fitting.isEmpty() ? opened(otherwise, identity, Step.Listening.NOT) : step.one(fitting);
  }

  String share(Step step) {
    Tenant tenant = any(step);
    tenant.share();
    return "another client: " + tenant;
  }

  String close(Step step) {
    Tenant tenant = any(step);
    boolean doorToo = step.isOdd() || tenant.isStrict();
    examiner.bounded("close", () -> tenant.close(doorToo));
    if (tenant.isStrict()) {
      used.remove(tenant);
    }
    return (doorToo ? "client and door: " : "client: ") + tenant;
  }

  String drop(Step step) {
    Tenant tenant = any(step);
    used.remove(tenant);
    dropped.add(tenant);
    return tenant.toString();
  }

  /** Closes all doors and clients; those of adapters may be asked again. */
  String closeAll() {
    world.freeAll();
    Stream.of(used, dropped)
        .flatMap(Collection::stream)
        .forEach(tenant -> examiner.bounded("close", tenant::closeAll));
    dropped.clear();
    used.removeIf(Tenant::isStrict);
    examiner.requireNothingRuns();
    world.swapBack();
    return "and nothing runs";
  }

  /** Gives back whatever is open, as far as the product lets go of it. */
  void giveBack() {
    examiner.attempt(
        Stream.of(used, dropped)
            .flatMap(Collection::stream)
            .map(tenant -> (Runnable) tenant::closeAll)
            .toList());
  }
}
