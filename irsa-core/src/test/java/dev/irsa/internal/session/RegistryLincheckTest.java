package dev.irsa.internal.session;

import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.LincheckRuns;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.OpenExecutors;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.UnchangingSource;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Checks two handles that take and return leases concurrently with {@code discardAll()}: the
 * registry is linearizable, and a handle with a lease never finds its session closed. Each handle
 * is used by one thread at a time, as its own lock ensures.
 */
@Param(name = "key", gen = IntGen.class, conf = "1:2")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("deep")
public class RegistryLincheckTest {

  private final SessionRegistry registry =
      new SessionRegistry(
          new Clocks(Clock.fixed(Moments.START, ZoneOffset.UTC), () -> 0),
          () -> Moments.drawing(0.5),
          new SharedExecutors(OpenExecutors::idleTimer, unused -> {}));

  private SessionRegistry.@Nullable Lease one;
  private SessionRegistry.@Nullable Lease other;

  @Operation(nonParallelGroup = "one")
  public boolean takeOne(@Param(name = "key") int key) {
    boolean free = one == null;
    if (free) {
      one = registry.lease(terms(key), this, List.of());
    }
    return free;
  }

  @Operation(nonParallelGroup = "one")
  public void giveBackOne() {
    giveBack(one);
    one = null;
  }

  @Operation(nonParallelGroup = "one")
  public boolean oneIsOpen() {
    return isOpen(one);
  }

  @Operation(nonParallelGroup = "other")
  public boolean takeOther(@Param(name = "key") int key) {
    boolean free = other == null;
    if (free) {
      other = registry.lease(terms(key), this, List.of());
    }
    return free;
  }

  @Operation(nonParallelGroup = "other")
  public void giveBackOther() {
    giveBack(other);
    other = null;
  }

  @Operation(nonParallelGroup = "other")
  public boolean otherIsOpen() {
    return isOpen(other);
  }

  @Operation
  public int size() {
    return registry.size();
  }

  @Operation
  public void forget() {
    registry.discardAll();
  }

  private static void giveBack(SessionRegistry.@Nullable Lease lease) {
    if (lease != null) {
      lease.close();
    }
  }

  /** Returns whether a handle's session is open: then a caller can hold its lease and waits. */
  private static boolean isOpen(SessionRegistry.@Nullable Lease lease) {
    if (lease == null || !lease.hold()) {
      return false;
    }
    boolean waits =
        !lease.session().ask(CallRequest.within(Duration.ofSeconds(20))).result().isDone();
    lease.close();
    return waits;
  }

  private static SessionRegistry.Terms terms(int key) {
    return Moments.terms(
        key, SimulatedFailures.SUBJECT, () -> new UnchangingSource(Duration.ofHours(1)));
  }

  @Test
  void everyInterleavingIsEquivalentToASequence() {
    LincheckRuns.modelChecking().check(RegistryLincheckTest.class);
  }

  @Test
  void realThreadsFindNoViolation() {
    LincheckRuns.stress().check(RegistryLincheckTest.class);
  }
}
