package dev.irsa.session;

import dev.irsa.identity.Circumstances;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.IrsaEvent;
import dev.irsa.identity.SessionCredentials;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Mistakes that a hand might make in the engine, each put in from outside, each to be caught by the
 * named invariants: the proof that the net holds.
 */
enum SeededBug {
  A_LOST_WAKE_UP(
      "Nothing wakes the engine while a refresh is due.",
      Invariant.REFRESHING_GOES_ON,
      Invariant.ANSWERED_WITHIN_THE_DEADLINE) {
    @Override
    Engine make(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
      return new Engine(rules, random, outbox, memory, now) {
        @Override
        long nextWake(Moment at) {
          Session held = memory.held().session();
          return held != null && held.freshness(at) == Freshness.AHEAD
              ? Long.MAX_VALUE
              : super.nextWake(at);
        }
      };
    }
  },

  A_FLIGHT_FOR_EACH_CALLER(
      "Each caller who has to wait starts an exchange of its own.",
      Invariant.ONE_EXCHANGE_AT_A_TIME) {
    @Override
    Engine make(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
      long[] attempt = new long[1];
      Outbox twice =
          new ForwardingOutbox(outbox) {
            @Override
            public void requestAttempt(long number, boolean urgent) {
              attempt[0] = number;
              super.requestAttempt(number, urgent);
            }
          };
      return new Engine(rules, random, twice, memory, now) {
        @Override
        Waiter join(Object owner, long deadline, Moment at) {
          outbox.requestAttempt(attempt[0], true);
          return super.join(owner, deadline, at);
        }
      };
    }
  },

  A_WINDOW_THAT_ENDS_LATE(
      "The last moment of a session is taken to be some seconds later than it is.",
      Invariant.NEVER_AN_EXPIRED_SESSION) {
    @Override
    Engine make(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
      return new Engine(rules, random, outbox, memory, now) {
        @Override
        long quietFor(Moment at) {
          Session session = session();
          long left = session == null ? 0 : session.lifetime() - at.since(session.receivedAt());
          return session == null ? 0 : Math.max(super.quietFor(at), left + 5 * Spacing.SECOND);
        }
      };
    }
  },

  A_TORN_SWAP(
      "The key of the new session is published with the token of the old one.",
      Invariant.NEVER_A_TORN_TRIPLE) {
    @Override
    Engine make(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
      return new Engine(rules, random, outbox, memory, now) {
        private @Nullable Session before;
        private @Nullable Session after;

        @Override
        @Nullable Session session() {
          Session session = super.session();
          if (session != null && !session.equals(after)) {
            before = after;
            after = session;
          }
          if (session == null || before == null) {
            return session;
          }
          SessionCredentials fresh = session.credentials();
          SessionCredentials torn =
              new SessionCredentials(
                  fresh.accessKeyId(),
                  fresh.secretAccessKey(),
                  before.credentials().sessionToken(),
                  fresh.expiration(),
                  fresh.accountId(),
                  fresh.assumedRoleArn());
          return new Session(
              torn,
              session.receivedAt(),
              session.lifetime(),
              session.refreshAfter(),
              session.scale());
        }
      };
    }
  },

  A_BACKOFF_THAT_OVERFLOWS(
      "The pause doubles without a cap, until it overflows.", Invariant.SPACING_WITHIN_ITS_BOUNDS) {
    @Override
    Memory memory(Memory memory) {
      Setbacks overflowing =
          new Setbacks() {
            @Override
            void add(CredentialsException why, Flight ended, Spacing.Pause pause, Moment now) {
              long doubled = (10 * Spacing.SECOND) << count();
              super.add(why, ended, new Spacing.Pause(doubled, pause.floor()), now);
            }
          };
      return new Memory(memory.held(), overflowing, memory.budget(), memory.invalidation());
    }
  },

  A_BUDGET_WITHOUT_A_BOTTOM("Calls are not counted.", Invariant.CALLS_WITHIN_THE_BUDGET) {
    @Override
    Memory memory(Memory memory) {
      CallBudget bottomless =
          new CallBudget() {
            @Override
            long waitAt(Moment now, boolean expired, double scale) {
              return 0;
            }
          };
      return new Memory(memory.held(), memory.setbacks(), bottomless, memory.invalidation());
    }
  },

  ONLY_THE_WALL_CLOCK(
      "Ages are taken from the wall clock alone: one that is set back prolongs a session.",
      Invariant.NEVER_AN_EXPIRED_SESSION,
      Invariant.NEVER_SPINS) {
    @Override
    Memory memory(Memory memory) {
      return new Memory(
          new HeldByOneClock(true), memory.setbacks(), memory.budget(), memory.invalidation());
    }
  },

  ONLY_THE_MONOTONIC_CLOCK(
      "Ages are taken from the monotonic clock alone: a machine that slept serves what is old.",
      Invariant.NEVER_AN_EXPIRED_SESSION) {
    @Override
    Memory memory(Memory memory) {
      return new Memory(
          new HeldByOneClock(false), memory.setbacks(), memory.budget(), memory.invalidation());
    }
  },

  INVALIDATIONS_WITHOUT_END(
      "Every rejection of a key causes a refresh.", Invariant.INVALIDATIONS_ARE_LIMITED) {
    @Override
    Memory memory(Memory memory) {
      Invalidation endless =
          new Invalidation() {
            @Override
            boolean isWorthRefresh(String accessKeyId, Moment now, double scale) {
              return true;
            }
          };
      return new Memory(memory.held(), memory.setbacks(), memory.budget(), endless);
    }
  },

  A_CLOSE_THAT_LEAKS(
      "The last close leaves the flight alone.", Invariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE) {
    @Override
    Engine make(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
      Outbox leaking =
          new ForwardingOutbox(outbox) {
            @Override
            public void abort(long attempt, boolean timedOut) {
              if (timedOut) {
                super.abort(attempt, timedOut);
              }
            }
          };
      return new Engine(rules, random, leaking, memory, now);
    }
  },

  A_CLOSE_THAT_FORGETS(
      "With its last user a session loses what it had in hand.",
      Invariant.NO_CALL_BEFORE_ONE_IS_DUE) {
    @Override
    Engine make(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
      return new Engine(rules, random, outbox, memory, now) {
        @Override
        void park(Moment at) {
          super.park(at);
          forget(at);
        }
      };
    }
  },

  A_CLOSE_THAT_FORGIVES(
      "With its last user a session loses count of its failures and calls.",
      Invariant.SPACING_WITHIN_ITS_BOUNDS) {
    @Override
    Engine make(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
      return new Engine(rules, random, outbox, memory, now) {
        @Override
        void park(Moment at) {
          super.park(at);
          memory.setbacks().clear();
        }
      };
    }
  },

  A_FAILURE_THAT_REACHES_CALLERS(
      "While a refresh fails callers get its failure although their credentials are valid.",
      Invariant.NEVER_FAILS_WHILE_VALID) {
    @Override
    Engine make(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
      return new Engine(rules, random, outbox, memory, now) {
        @Override
        @Nullable Outcome ask(Moment at) {
          Outcome outcome = super.ask(at);
          CredentialsException failure = memory.setbacks().failure();
          return failure == null || outcome == null
              ? outcome
              : Outcome.failed(failure, Circumstances.NONE);
        }

        @Override
        long quietFor(Moment at) {
          return memory.setbacks().failure() == null ? super.quietFor(at) : 0;
        }
      };
    }
  },

  A_FLOOR_THAT_GIVES_WAY(
      "An explicit refresh ignores that STS asked to be left alone.",
      Invariant.SPACING_WITHIN_ITS_BOUNDS) {
    @Override
    Memory memory(Memory memory) {
      Setbacks yielding =
          new Setbacks() {
            @Override
            boolean isFloorDueAt(Moment now) {
              return true;
            }
          };
      return new Memory(memory.held(), yielding, memory.budget(), memory.invalidation());
    }
  },

  A_DEADLINE_FORGOTTEN(
      "A caller's deadline passes and nobody tells it.", Invariant.ANSWERED_WITHIN_THE_DEADLINE) {
    @Override
    Engine make(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
      return new Engine(rules, random, outbox, memory, now) {
        @Override
        Waiter join(Object owner, long deadline, Moment at) {
          return super.join(owner, Long.MAX_VALUE, at);
        }
      };
    }
  },

  AN_ATTEMPT_WITHOUT_A_BOUND(
      "An attempt may go on after its flight should have ended.",
      Invariant.FLIGHT_WITHIN_ITS_BOUNDS) {
    @Override
    Engine make(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
      return new Engine(rules, random, outbox, memory, now) {
        @Override
        long granted(long attempt, Moment at) {
          long bound = super.granted(attempt, at);
          return bound == 0 ? 0 : 3 * bound;
        }
      };
    }
  },

  A_STATUS_THAT_ONLY_LOOKS(
      "The status is read off the clocks, and callers are served as if nobody had looked.",
      Invariant.STATUS_AGREES_WITH_CALLS) {
    @Override
    Engine make(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
      return new Engine(rules, random, outbox, memory, now) {
        private long servedUntilMillis;
        private boolean looked;

        @Override
        SessionStatus status(Moment at) {
          looked = true;
          return super.status(at);
        }

        @Override
        long quietFor(Moment at) {
          long quiet =
              looked
                  ? (servedUntilMillis - at.wallMillis()) * Spacing.MILLISECOND
                  : super.quietFor(at);
          looked = false;
          servedUntilMillis = at.wallMillis() + quiet / Spacing.MILLISECOND;
          return quiet;
        }
      };
    }
  },

  AN_END_AT_EXPIRATION(
      "After an expiration the refreshing never starts again.",
      Invariant.FRESH_AGAIN_AFTER_THE_LAST_FAULT) {
    @Override
    Memory memory(Memory memory) {
      Setbacks ending =
          new Setbacks() {
            private boolean ended;

            @Override
            void restartCount() {
              super.restartCount();
              ended = failure() != null;
            }

            @Override
            boolean isDueAt(Moment now) {
              return !ended && super.isDueAt(now);
            }
          };
      return new Memory(memory.held(), ending, memory.budget(), memory.invalidation());
    }
  };

  private final String said;
  private final Invariant broken;
  private final Invariant orBroken;

  SeededBug(String said, Invariant broken) {
    this(said, broken, broken);
  }

  SeededBug(String said, Invariant broken, Invariant orBroken) {
    this.said = said;
    this.broken = broken;
    this.orBroken = orBroken;
  }

  Engine make(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
    return new Engine(rules, random, outbox, memory(memory), now);
  }

  Memory memory(Memory memory) {
    return memory;
  }

  Engine.Maker engines() {
    return this::make;
  }

  /** Returns the mistake in a sentence. */
  String said() {
    return said;
  }

  /** Returns the invariants that catch it, each in some history. */
  List<Invariant> catchers() {
    return broken == orBroken ? List.of(broken) : List.of(broken, orBroken);
  }

  /** What is held, its age taken from one clock. */
  private static final class HeldByOneClock extends Held {
    private final boolean wall;
    private @Nullable Moment taken;

    HeldByOneClock(boolean wall) {
      this.wall = wall;
    }

    @Override
    void take(Session session) {
      super.take(session);
      taken = session.receivedAt();
    }

    private Moment seen(Moment now) {
      Moment from = taken;
      if (from == null) {
        return now;
      }
      long passed =
          wall
              ? (now.wallMillis() - from.wallMillis()) * Spacing.MILLISECOND
              : now.nanos() - from.nanos();
      return new Moment(now.wallMillis(), now.nanos(), from.elapsed() + passed);
    }

    @Override
    @Nullable Session validAt(Moment now) {
      return super.validAt(seen(now));
    }

    @Override
    boolean isExpiredAt(Moment now) {
      return super.isExpiredAt(seen(now));
    }

    @Override
    boolean passesExpiry(Moment now) {
      return super.passesExpiry(seen(now));
    }

    @Override
    long nextThreshold(Moment now) {
      return super.nextThreshold(seen(now));
    }
  }

  private abstract static class ForwardingOutbox implements Outbox {
    private final Outbox next;

    ForwardingOutbox(Outbox next) {
      this.next = next;
    }

    @Override
    public void requestAttempt(long attempt, boolean urgent) {
      next.requestAttempt(attempt, urgent);
    }

    @Override
    public void promote(long attempt) {
      next.promote(attempt);
    }

    @Override
    public void abort(long attempt, boolean timedOut) {
      next.abort(attempt, timedOut);
    }

    @Override
    public void lookForNewInput() {
      next.lookForNewInput();
    }

    @Override
    public void readClaims() {
      next.readClaims();
    }

    @Override
    public void complete(Waiter waiter, Outcome outcome) {
      next.complete(waiter, outcome);
    }

    @Override
    public void tell(IrsaEvent event) {
      next.tell(event);
    }
  }
}
