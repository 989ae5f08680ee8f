package dev.irsa.exploration;

import dev.irsa.simulation.Invariant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** Checks that credentials become fresh once all faults have ended. */
final class Healing {

  /** The longest pause of docs/refresh.md, and the call budget. */
  private static final long LONGEST = 6 * World.MINUTE;

  /** With that much left, new credentials arrive before the expiration. */
  private static final long ENOUGH = 15 * World.SECOND;

  private Healing() {}

  /**
   * Checks a state, which this changes.
   *
   * @param again leads to it again
   */
  static Set<Invariant> check(World world, Supplier<World> again) {
    Set<Invariant> broken = EnumSet.noneOf(Invariant.class);
    Judge judge = world.judge();
    if (judge.isStepUnnoticed()) {
      return broken;
    }
    long left = judge.left();
    long longest = left > 0 && judge.isPlannedByWhatIsLeft() ? left : LONGEST;
    World asked = world;
    // A planned step does not see a sleep before it is taken, which may be too late.
    boolean isByItself = !judge.isGainUnread();
    if (left >= ENOUGH && world.isOpen() && !judge.isFresh() && isByItself) {
      if (world.healedAfter(false, left) > left) {
        broken.add(Invariant.REFRESHING_GOES_ON);
      }
      asked = again.get();
    }
    if (asked.healedAfter(true, longest) > longest) {
      broken.add(Invariant.FRESH_AGAIN_AFTER_THE_LAST_FAULT);
    }
    return broken;
  }
}
