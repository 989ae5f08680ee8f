package dev.irsa.integration.promises;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One step of a history.
 *
 * @param kind what happens
 * @param choice whom or how it concerns; each kind reads it in its own way
 */
record Step(Kind kind, int choice) {

  /** How a listener behaves. */
  enum Listening {
    NOT,
    BLOCKS,
    THROWS,
    ERROR,
    CLASS_LOADER_CLOSED
  }

  static final int IDENTITIES = 4;

  /** The number of the identity whose credentials come from the agent of EKS Pod Identity. */
  static final int OF_POD_IDENTITY = 3;

  private static final List<Doors.Kind> DOORS = List.of(Doors.Kind.values());
  private static final List<Listening> LISTENING = List.of(Listening.values());

  /** What happens in a step, and how often. */
  enum Kind {
    /** A part of the application opens a door. */
    OPEN(14),
    CALL(22),
    /** Everybody asks at once. */
    CROWD(8),
    /** A door and a client for each request. */
    REQUESTS(7),
    /** A handle and a view of another role for each request. */
    ROLES(5),
    CHAINED(4),
    SHARE(6),
    CLOSE(10),
    CLOSE_ALL(4),
    /** A client and its door are forgotten open. */
    DROP(3),
    REFRESH(4),
    STS(16),
    POOL(6),
    EXECUTOR(8),
    LISTENERS(5),
    /** A dependent of a future blocks. */
    DEPENDENT(5),
    INTERRUPT(4),
    FORGET(4),
    /** A process with a profile asks the chain. */
    CHAIN(4),
    OLD_SDK(2),
    /** A pipe takes the token file's place after the look at it. */
    SWAP(2),
    /** A role is evicted while somebody waits for it. */
    EVICT(2),
    /** The status of a role that nobody has. */
    LOOK(2),
    /** More roles at once than calls in a second. */
    MANY_ROLES(1);

    private static final int TOTAL = List.of(values()).stream().mapToInt(k -> k.weight).sum();
    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    Step step(int choice) {
      return new Step(this, choice);
    }

    private static Kind draw(SplittableRandom random) {
      int drawn = random.nextInt(TOTAL);
      for (Kind kind : values()) {
        drawn -= kind.weight;
        if (drawn < 0) {
          return kind;
        }
      }
      throw new AssertionError(drawn);
    }
  }

  static Step open(Doors.Kind door, int identity) {
    return Kind.OPEN.step(DOORS.indexOf(door) + DOORS.size() * identity);
  }

  static Step sts(Sts mode) {
    return Kind.STS.step(List.of(Sts.values()).indexOf(mode));
  }

  static Step draw(SplittableRandom random) {
    Kind kind = Kind.draw(random);
    return kind.step(random.nextInt(10_000));
  }

  Doors.Kind door() {
    return one(DOORS);
  }

  int identity() {
    return choice / DOORS.size() % IDENTITIES;
  }

  /** Half of the parts that are drawn have no listener. */
  Listening listening() {
    int drawn = choice / (DOORS.size() * IDENTITIES) % (2 * LISTENING.size());
    return drawn < LISTENING.size() ? LISTENING.get(drawn) : Listening.NOT;
  }

  <T> T one(List<T> of) {
    return of.get(choice % of.size());
  }

  boolean isOdd() {
    return choice % 2 == 1;
  }
}
