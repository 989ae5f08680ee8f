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

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Which events a search combines, and how many. The fewer kinds there are, the deeper it gets. */
enum Scope {
  FAULTS(
      8,
      11,
      "faults of STS and of the token",
      EnumSet.of(
          ASK, SUCCESS, OUTAGE, THROTTLED, DENIED, TOKEN, ROTATE, LATE, NEXT, HALF, FAULT_LASTS)),
  CLOCKS(
      7,
      10,
      "steps of the wall clock, sleep, outages",
      EnumSet.of(ASK, SUCCESS, OUTAGE, FORWARD, BACK, SLEEP, STATUS, NEXT, HALF, FAULT_LASTS)),
  HANDLES(
      10,
      14,
      "handles that are closed and opened, interrupts, denials",
      EnumSet.of(ASK, SUCCESS, DENIED, LEAVE, CLOSE_WAITING, CLOSE_IDLE, OPEN, FORGET, LATE, NEXT)),
  DEMANDS(
      6,
      9,
      "explicit refreshes, rejected credentials, calls for lasting ones, the same ones again, faults",
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
  EVERYTHING(4, 7, "all of these", EnumSet.allOf(Event.class)),
  CALLS(
      9,
      12,
      "calls for credentials and faults of STS",
      EnumSet.of(ASK, SUCCESS, OUTAGE, THROTTLED, DENIED, NEXT, HALF, FAULT_LASTS));

  private final int depth;
  private final int longDepth;
  private final String description;

  /** Not modifiable. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Event> events;

  Scope(int depth, int longDepth, String description, Set<Event> events) {
    this.depth = depth;
    this.longDepth = longDepth;
    this.description = description;
    this.events = Collections.unmodifiableSet(events);
  }

  /** Returns the number of events in the build. */
  int depth() {
    return depth;
  }

  /** Returns the number of events in {@link LongExploration}. */
  int longDepth() {
    return longDepth;
  }

  /** Returns a description of some words. */
  String description() {
    return description;
  }

  Set<Event> events() {
    return events;
  }
}
