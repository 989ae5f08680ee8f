package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares all short sequences of steps with a model in plain words. */
class UserCountTest {

  private static final int LONGEST = 8;

  /** Counts users, and remembers what {@link UserCount} has in one number. */
  private static final class Model {
    private int users;
    private boolean isResting = true;
    private boolean isRemoved;
    private boolean isCheckPlanned;

    private UserCount.Entry enter() {
      if (isRemoved) {
        return UserCount.Entry.REFUSED;
      }
      UserCount.Entry entry = isResting ? UserCount.Entry.RESUMES : UserCount.Entry.JOINED;
      isResting = false;
      users++;
      return entry;
    }

    private boolean leave() {
      users--;
      boolean plans = users == 0 && !isCheckPlanned;
      isCheckPlanned |= plans;
      return plans;
    }

    private boolean rest() {
      boolean rests = isCheckPlanned && users == 0;
      isCheckPlanned = false;
      isResting |= rests;
      return rests;
    }

    private boolean remove() {
      boolean removes = isResting && !isRemoved;
      isRemoved |= removes;
      return removes;
    }
  }

  @Test
  void everySequenceOfStepsHasTheResultsOfTheModel() {
    play(new ArrayList<>());
  }

  private static void play(List<Integer> steps) {
    UserCount users = new UserCount();
    Model model = new Model();
    for (int step : steps) {
      switch (step) {
        case 0 -> assertEquals(model.enter(), users.enter(), steps::toString);
        case 1 -> assertEquals(model.rest(), users.rest(), steps::toString);
        case 2 -> assertEquals(model.remove(), users.remove(), steps::toString);
        default -> assertEquals(model.leave(), users.leave(), steps::toString);
      }
      assertEquals(model.users > 0, users.hasAny(), steps::toString);
    }
    if (steps.size() < LONGEST) {
      // Only who has entered leaves.
      for (int next = 0; next < (model.users > 0 ? 4 : 3); next++) {
        steps.add(next);
        play(steps);
        steps.remove(steps.size() - 1);
      }
    }
  }
}
