package dev.irsa.bench.sts;

import dev.irsa.bench.sts.Behaviour.Outage;
import org.jspecify.annotations.Nullable;

/**
 * What STS does for one role. Immutable.
 *
 * @param behaviour the behaviour
 * @param isArmed whether the next session determines when the outage begins
 * @param outageFromMillis when the outage begins
 */
record RoleState(Behaviour behaviour, boolean isArmed, long outageFromMillis) {

  RoleState(Behaviour behaviour) {
    this(behaviour, behaviour.outage() != null, 0);
  }

  /** Returns the outage at a time, or null. */
  @Nullable Outage outageAt(long millis) {
    boolean isOut =
        millis >= outageFromMillis && millis < outageFromMillis + behaviour.outageForMillis();
    return isOut ? behaviour.outage() : null;
  }

  /** Returns the state after a session was issued, which schedules a pending outage. */
  RoleState issued(long expirationMillis) {
    return isArmed
        ? new RoleState(behaviour, false, expirationMillis - behaviour.outageLeadMillis())
        : this;
  }
}
