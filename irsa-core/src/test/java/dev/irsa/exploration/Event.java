package dev.irsa.exploration;

import static dev.irsa.exploration.Scope.CLOCKS;
import static dev.irsa.exploration.Scope.DEMANDS;
import static dev.irsa.exploration.Scope.ENDPOINTS;
import static dev.irsa.exploration.Scope.FAULTS;
import static dev.irsa.exploration.Scope.HANDLES;

import java.util.List;

/** What can happen next in an explored world. */
enum Event {
  ASK(30, "a caller asks for credentials", FAULTS, CLOCKS, HANDLES, DEMANDS, ENDPOINTS),
  ASK_LASTING(6, "a caller asks for credentials that last a whole session", DEMANDS),
  REFRESH(6, "a caller requests a refresh", DEMANDS, ENDPOINTS),
  INVALIDATE(6, "a caller reports that a service rejected the credentials", DEMANDS),
  LEAVE(5, "the first waiting caller is interrupted", HANDLES),
  CLOSE_WAITING(3, "the handle of the first waiting caller is closed", HANDLES),
  CLOSE_IDLE(6, "a handle that nobody waits for is closed", HANDLES),
  OPEN(8, "a closed handle is opened again", HANDLES),
  FORGET(1, "`discardAll()` is called", HANDLES),
  STATUS(12, "`status()` is called", CLOCKS),
  SUCCESS(0, "STS issues credentials", FAULTS, CLOCKS, HANDLES, DEMANDS, ENDPOINTS),
  UNCHANGED(0, "the issuer returns the same credentials again", DEMANDS),
  OUTAGE(0, "STS fails", FAULTS, CLOCKS, DEMANDS, ENDPOINTS),
  THROTTLED(0, "STS throttles", FAULTS, DEMANDS, ENDPOINTS),
  DENIED(0, "STS denies access", FAULTS, HANDLES, ENDPOINTS),
  TOKEN(0, "STS rejects the token as expired", FAULTS, ENDPOINTS),
  LATE(3, "a response to an aborted call arrives", FAULTS, HANDLES),
  ROTATE(3, "kubelet replaces the token", FAULTS),
  NEXT(0, "time passes until something is due", FAULTS, CLOCKS, HANDLES, DEMANDS, ENDPOINTS),
  HALF(0, "half of the time until something is due passes", FAULTS, CLOCKS, DEMANDS, ENDPOINTS),
  FAULT_LASTS(0, "the fault lasts, and time passes", FAULTS, CLOCKS, DEMANDS, ENDPOINTS),
  FORWARD(2, "the wall clock is set forward by 30 min", CLOCKS),
  BACK(2, "the wall clock is set back by 30 min", CLOCKS),
  SLEEP(2, "the machine sleeps for 30 min", CLOCKS, ENDPOINTS);

  /** How often it happens on a walk, compared with the others. */
  private final int weight;

  private final String description;

  /** Not modifiable. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Scope> scopes;

  Event(int weight, String description, Scope... scopes) {
    this.weight = weight;
    this.description = description;
    this.scopes = List.of(scopes);
  }

  int weight() {
    return weight;
  }

  /** Returns whether a search combines it with others. */
  boolean isIn(Scope scope) {
    return scope == Scope.EVERYTHING || scopes.contains(scope);
  }

  boolean isFault() {
    return this == OUTAGE || this == THROTTLED || this == DENIED || this == TOKEN;
  }

  /** Returns a description of half a sentence. */
  String description() {
    return description;
  }
}
