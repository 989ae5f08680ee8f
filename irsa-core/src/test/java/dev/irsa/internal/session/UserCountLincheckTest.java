package dev.irsa.internal.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Checks callers that look a session up, as {@link Sessions#take} does, and leave it, while the
 * loop lets it rest and removes it. Not with a whole session, in which the few places where threads
 * meet are rarely among those that are tried.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("deep")
public class UserCountLincheckTest {

  /** More checking with {@code -Dirsa.test.args=-Dirsa.lincheck=10} or so. */
  private static final int FACTOR = Integer.getInteger("irsa.lincheck", 1);

  /**
   * The time after which an invocation counts as hung, in milliseconds. The first one instruments
   * hundreds of classes, for which the default of some seconds is too short on a busy machine.
   */
  private static final long HUNG_AFTER = 120_000;

  private final ConcurrentMap<String, UserCount> all = new ConcurrentHashMap<>();
  private final Queue<UserCount> checks = new ConcurrentLinkedQueue<>();

  private UserCount take() {
    while (true) {
      UserCount created = new UserCount();
      UserCount before = all.putIfAbsent("key", created);
      UserCount known = before == null ? created : before;
      if (known.enter() != UserCount.Entry.REFUSED) {
        return known;
      }
      all.remove("key", known);
    }
  }

  /** Returns whether others find the session while this has it. */
  @Operation
  public boolean use() {
    UserCount taken = take();
    boolean isFound = taken.hasAny() && all.get("key") == taken;
    if (taken.leave()) {
      checks.add(taken);
    }
    return isFound;
  }

  /** Performs a check, as the loop does. */
  @Operation(nonParallelGroup = "loop")
  public void check() {
    UserCount checked = checks.poll();
    if (checked != null && checked.rest() && checked.remove()) {
      all.remove("key", checked);
    }
  }

  @Test
  void everyInterleavingIsEquivalentToASequence() {
    ModelCheckingOptions options = new ModelCheckingOptions();
    var unused = options.invocationTimeout$lincheck(HUNG_AFTER);
    options
        .iterations(10 * FACTOR)
        .invocationsPerIteration(500 * FACTOR)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .minimizeFailedScenario(false)
        .check(UserCountLincheckTest.class);
  }
}
