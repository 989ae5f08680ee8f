package dev.irsa.integration.promises;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What surrounds a product in a history, and how it is just now. */
final class LifecycleWorld {

  /** For how long a throttled account's refreshes pause, and some more. */
  private static final Duration PAUSE = Duration.ofSeconds(6);

  private final Site site;
  private final Product product;
  private final CommonPool pool = new CommonPool();
  private final Turnstile listeners = new Turnstile();
  private final Turnstile dependents = new Turnstile();
  private final UserExecutor executor = new UserExecutor(new Turnstile());
  private final List<Identity> identities = new ArrayList<>();
  private Sts sts = Sts.WELL;
  private Instant throttledAt = Instant.MIN;
  private boolean oldSdk;
  private boolean swapped;

  LifecycleWorld(Site site, Product product) {
    this.site = site;
    this.product = product;
    identities.add(site.identity("plain", null));
    identities.add(site.identity("with-executor", executor));
    identities.add(site.swappable("swappable"));
    identities.add(site.ofAgent("pod-identity"));
  }

  Site site() {
    return site;
  }

  Product product() {
    return product;
  }

  List<Identity> identities() {
    return identities;
  }

  Identity identity(Step step) {
    return identities.get(step.identity());
  }

  /** Makes another identity, for what happens to it alone. */
  Identity identity(String name) {
    Identity made = site.identity(name, null);
    identities.add(made);
    return made;
  }

  Tenant tenant(Doors.Kind kind, Identity identity, Step.Listening listening) {
    HistorySettings settings =
        HistorySettings.of(identity.environment, Identity.DEADLINE)
            .runBy(identity.executor)
            .heardBy(Listener.of(listening, listeners));
    return new Tenant(kind, identity, product.doors().open(kind, settings), site);
  }

  // ---- how it is

  /** Whether every exchange succeeds at once. */
  boolean isWell() {
    return sts == Sts.WELL && !oldSdk && throttledAt.isBefore(Instant.now().minus(PAUSE));
  }

  Sts sts() {
    return sts;
  }

  String sts(Sts mode) {
    if (sts == Sts.THROTTLES) {
      throttledAt = Instant.now();
    }
    sts = mode;
    mode.apply(site.faults());
    mode.apply(site.faultsOfAgent());
    identities.forEach(each -> each.trouble(mode.kind()));
    return mode.toString();
  }

  String pool(boolean busy) throws InterruptedException {
    if (busy) {
      pool.exhaust();
    } else {
      pool.free();
    }
    return pool.isExhausted() ? "nothing runs there" : "free";
  }

  String executor(UserExecutor.Mood mood) {
    executor.be(mood);
    identities.forEach(
        each ->
            each.trouble(
                each.executor == null || mood.isWell() ? null : "ExchangeUnavailableException"));
    return mood.toString();
  }

  String listeners(boolean block) {
    if (block) {
      listeners.block();
    } else {
      listeners.free();
    }
    return block ? "block" : "are free";
  }

  String oldSdk(boolean old) {
    oldSdk = old;
    Accident.useOldSdk(old);
    return old ? "from now on" : "no more";
  }

  /** Has workers of ours run its exchanges, and may assume further roles. */
  Identity plain() {
    return identities.get(0);
  }

  /** Has a token file of its own. */
  Identity swappable() {
    return identities.get(2);
  }

  /** From the next look at a token file to the last close a pipe stands at its place. */
  void swap() {
    swapped = true;
    Accident.beforeNextOpening(site::swapIn);
  }

  void swapBack() {
    swapped = false;
    Accident.beforeNextOpening(null);
    site.lead();
  }

  void blockDependents() {
    dependents.block();
  }

  void freeDependents() {
    dependents.free();
  }

  String passDependents(String key) {
    dependents.pass();
    return key;
  }

  /** Lets everybody go on who blocks. */
  void freeAll() {
    pool.free();
    listeners.free();
    dependents.free();
    executor.be(UserExecutor.Mood.RUNS);
  }

  boolean hasOldSdk() {
    return oldSdk;
  }

  /** Whether a refresh comes to an end soon, in success or denial. */
  boolean canRefresh(Tenant tenant) {
    boolean runs = tenant.identity.executor == null || executor.mood().isWell();
    return runs && (isWell() || sts == Sts.DENIES);
  }

  boolean hasSecret(Tenant tenant) {
    return tenant.identity.hasSecretOfOurs() && !oldSdk;
  }

  /** What keeps credentials away from this identity just now, added to what did before. */
  void noteTroubles(Identity identity) {
    identity.asked(sts.kind());
    if (swapped && identity == swappable()) {
      identity.trouble("TokenUnavailableException");
      identity.trouble("ExchangeUnavailableException");
    }
  }
}
