package dev.irsa.exploration;

import dev.irsa.simulation.Invariant;
import java.util.EnumSet;
import java.util.Set;

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
   * @param path leads to it
   */
  static Set<Invariant> check(World world, Explorer.Path path) {
    Set<Invariant> broken = EnumSet.noneOf(Invariant.class);
    Judge judge = world.judge();
    if (judge.isStepUnnoticed()) {
      return broken;
    }
    long left = judge.left();
    long longest = left > 0 && judge.isPlannedByWhatIsLeft() ? left : LONGEST;
    World asked = world;
    if (left >= ENOUGH && world.isOpen() && !judge.isFresh()) {
      if (world.healedAfter(false, left) > left) {
        broken.add(Invariant.REFRESHING_GOES_ON);
      }
      asked = path.play();
    }
    if (asked.healedAfter(true, longest) > longest) {
      broken.add(Invariant.FRESH_AGAIN_AFTER_THE_LAST_FAULT);
    }
    return broken;
  }
}
