package dev.irsa.exploration;

import static dev.irsa.exploration.Event.ASK;
import static dev.irsa.exploration.Event.ASK_LASTING;
import static dev.irsa.exploration.Event.BACK;
import static dev.irsa.exploration.Event.CLOSE_IDLE;
import static dev.irsa.exploration.Event.CLOSE_WAITING;
import static dev.irsa.exploration.Event.DENIED;
import static dev.irsa.exploration.Event.FAULT_LASTS;
import static dev.irsa.exploration.Event.FORGET;
import static dev.irsa.exploration.Event.FORWARD;
import static dev.irsa.exploration.Event.HALF;
import static dev.irsa.exploration.Event.INVALIDATE;
import static dev.irsa.exploration.Event.LATE;
import static dev.irsa.exploration.Event.LEAVE;
import static dev.irsa.exploration.Event.NEXT;
import static dev.irsa.exploration.Event.OPEN;
import static dev.irsa.exploration.Event.OUTAGE;
import static dev.irsa.exploration.Event.REFRESH;
import static dev.irsa.exploration.Event.ROTATE;
import static dev.irsa.exploration.Event.SLEEP;
import static dev.irsa.exploration.Event.STATUS;
import static dev.irsa.exploration.Event.SUCCESS;
import static dev.irsa.exploration.Event.THROTTLED;
import static dev.irsa.exploration.Event.TOKEN;
import static dev.irsa.exploration.Event.UNCHANGED;

import dev.irsa.exploration.Explorer.Result;
import dev.irsa.exploration.World.Conditions;
import dev.irsa.simulation.Invariant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/** Which events a search combines, and how many. The fewer kinds there are, the deeper it gets. */
enum Scope {
  /** Faults of sts and of the token. */
  FAULTS(
      8,
      EnumSet.of(
          ASK, SUCCESS, OUTAGE, THROTTLED, DENIED, TOKEN, ROTATE, LATE, NEXT, HALF, FAULT_LASTS)),
  /** Steps of the wall clock, sleep, outages. */
  CLOCKS(
      7, EnumSet.of(ASK, SUCCESS, OUTAGE, FORWARD, BACK, SLEEP, STATUS, NEXT, HALF, FAULT_LASTS)),
  /** Handles that are closed and opened, interrupts, denials. */
  HANDLES(
      10,
      EnumSet.of(ASK, SUCCESS, DENIED, LEAVE, CLOSE_WAITING, CLOSE_IDLE, OPEN, FORGET, LATE, NEXT)),
  /**
   * Explicit refreshes, rejected credentials, calls for lasting ones, the same ones again, faults.
   */
  DEMANDS(
      6,
      EnumSet.of(
          ASK,
          ASK_LASTING,
          REFRESH,
          INVALIDATE,
          SUCCESS,
          UNCHANGED,
          THROTTLED,
          OUTAGE,
          NEXT,
          HALF,
          FAULT_LASTS)),
  EVERYTHING(4, EnumSet.allOf(Event.class));

  private final int depth;

  /** Not modifiable. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Event> events;

  Scope(int depth, Set<Event> events) {
    this.depth = depth;
    this.events = Collections.unmodifiableSet(events);
  }

  /**
   * Plays every order of as many events as in the build, and some more, with the least and with the
   * most jitter, until one of the wanted violations is found.
   */
  Result search(int more, List<Invariant> wanted) {
    List<Supplier<World>> starts =
        DoubleStream.of(0, Math.nextDown(1.0)).mapToObj(Scope::world).toList();
    return new Explorer(starts, events).explore(depth + more, wanted);
  }

  private static Supplier<World> world(double share) {
    return () -> new World(Conditions.USUAL, () -> share);
  }
}
