package dev.irsa.simulation;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.refresh.Backoff;
import dev.irsa.internal.refresh.BackoffState;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.CurrentCredentials;
import dev.irsa.internal.refresh.EngineActions;
import dev.irsa.internal.refresh.EngineState;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.InvalidationLimiter;
import dev.irsa.internal.refresh.LastingLimiter;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.internal.refresh.RefreshFlight;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.refresh.TimedCredentials;
import dev.irsa.internal.refresh.Timings;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.SlidingWindowLimiter;
import dev.irsa.internal.time.TimePoint;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Mistakes in the engine, each injected from outside, and the invariants that must catch it. They
 * show that the invariants are effective.
 */
public enum SeededBug {
  A_LOST_WAKE_UP(
      "The engine schedules no wake-up while a refresh is due.",
      Invariant.REFRESHING_GOES_ON,
      Invariant.ANSWERED_WITHIN_THE_DEADLINE) {
    @Override
    RefreshEngine make(
        SessionConfig config,
        RandomGenerator random,
        EngineActions actions,
        EngineState state,
        TimePoint now) {
      return new RefreshEngine(config, random, actions, state, now) {
        @Override
        public long nextWake(TimePoint at) {
          TimedCredentials held = state.current().session();
          return held != null && held.freshness(at) == Freshness.AHEAD
              ? Long.MAX_VALUE
              : super.nextWake(at);
        }
      };
    }
  },

  A_FLIGHT_FOR_EACH_CALLER(
      "Every caller that has to wait starts its own exchange.", Invariant.ONE_EXCHANGE_AT_A_TIME) {
    @Override
    RefreshEngine make(
        SessionConfig config,
        RandomGenerator random,
        EngineActions actions,
        EngineState state,
        TimePoint now) {
      long[] attempt = new long[1];
      EngineActions twice =
          new ForwardingActions(actions) {
            @Override
            public void requestAttempt(long number, boolean urgent) {
              attempt[0] = number;
              super.requestAttempt(number, urgent);
            }
          };
      return new RefreshEngine(config, random, twice, state, now) {
        @Override
        public Waiter join(Object owner, long deadline, TimePoint at) {
          actions.requestAttempt(attempt[0], true);
          return super.join(owner, deadline, at);
        }
      };
    }
  },

  A_WINDOW_THAT_ENDS_LATE(
      "The expiration is assumed to be some seconds later than it is.",
      Invariant.NEVER_AN_EXPIRED_SESSION) {
    @Override
    RefreshEngine make(
        SessionConfig config,
        RandomGenerator random,
        EngineActions actions,
        EngineState state,
        TimePoint now) {
      return new RefreshEngine(config, random, actions, state, now) {
        @Override
        public long quietFor(TimePoint at) {
          TimedCredentials session = session();
          long left = session == null ? 0 : session.lifetime() - at.since(session.receivedAt());
          return session == null ? 0 : Math.max(super.quietFor(at), left + 5 * Nanos.SECOND);
        }
      };
    }
  },

  A_TORN_SWAP(
      "The key of the new session is published with the token of the previous one.",
      Invariant.NEVER_A_TORN_TRIPLE) {
    @Override
    RefreshEngine make(
        SessionConfig config,
        RandomGenerator random,
        EngineActions actions,
        EngineState state,
        TimePoint now) {
      return new RefreshEngine(config, random, actions, state, now) {
        private @Nullable TimedCredentials before;
        private @Nullable TimedCredentials after;

        @Override
        public @Nullable TimedCredentials session() {
          TimedCredentials session = super.session();
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
          return new TimedCredentials(
              torn,
              session.receivedAt(),
              session.lifetime(),
              session.refreshAfter(),
              session.timings());
        }
      };
    }
  },

  A_BACKOFF_THAT_OVERFLOWS(
      "The pause doubles without a cap until it overflows.", Invariant.SPACING_WITHIN_ITS_BOUNDS) {
    @Override
    EngineState state(EngineState state) {
      BackoffState overflowing =
          new BackoffState() {
            @Override
            public void add(
                CredentialsException why, RefreshFlight ended, Backoff.Pause pause, TimePoint now) {
              long doubled = (10 * Nanos.SECOND) << count();
              super.add(why, ended, new Backoff.Pause(doubled, pause.floor()), now);
            }
          };
      return with(state, overflowing);
    }
  },

  AN_UNCHANGED_RESPONSE_THAT_HAMMERS(
      "A refresh that brought the same credentials is repeated at once.",
      Invariant.UNCHANGED_DOES_NOT_HAMMER) {
    @Override
    EngineState state(EngineState state) {
      BackoffState hammering =
          new BackoffState() {
            @Override
            public void pause(DueTime until) {}
          };
      return with(state, hammering);
    }
  },

  A_BUDGET_WITHOUT_A_BOTTOM("Calls are not counted.", Invariant.CALLS_WITHIN_THE_BUDGET) {
    @Override
    EngineState state(EngineState state) {
      SlidingWindowLimiter bottomless =
          new SlidingWindowLimiter(15) {
            @Override
            public long waitAt(int allowed, long window, long now) {
              return 0;
            }
          };
      return new EngineState(
          state.current(), state.backoff(), bottomless, state.invalidation(), state.lasting());
    }
  },

  ONLY_THE_WALL_CLOCK(
      "Ages are measured by the wall clock alone: setting it back prolongs a session.",
      Invariant.NEVER_AN_EXPIRED_SESSION,
      Invariant.NEVER_SPINS) {
    @Override
    EngineState state(EngineState state) {
      return with(state, new HeldByOneClock(true));
    }
  },

  ONLY_THE_MONOTONIC_CLOCK(
      "Ages are measured by the monotonic clock alone: after a sleep, expired credentials are served.",
      Invariant.NEVER_AN_EXPIRED_SESSION) {
    @Override
    EngineState state(EngineState state) {
      return with(state, new HeldByOneClock(false));
    }
  },

  INVALIDATIONS_WITHOUT_END(
      "Every rejection of a key causes a refresh.", Invariant.INVALIDATIONS_ARE_LIMITED) {
    @Override
    EngineState state(EngineState state) {
      InvalidationLimiter endless =
          new InvalidationLimiter() {
            @Override
            public boolean isWorthRefresh(String accessKeyId, TimePoint now, Timings timings) {
              return true;
            }
          };
      return new EngineState(
          state.current(), state.backoff(), state.calls(), endless, state.lasting());
    }
  },

  LASTING_CALLS_WITHOUT_END(
      "Every call for credentials that last causes a refresh.",
      Invariant.LASTING_CALLS_ARE_LIMITED) {
    @Override
    EngineState state(EngineState state) {
      LastingLimiter endless =
          new LastingLimiter() {
            @Override
            public boolean isAllowedAt(TimePoint now) {
              return true;
            }
          };
      return new EngineState(
          state.current(), state.backoff(), state.calls(), state.invalidation(), endless);
    }
  },

  LASTING_CALLS_LIKE_ALL_OTHERS(
      "A call for credentials that last is served any valid ones.",
      Invariant.LASTING_MEANS_LASTING) {
    @Override
    RefreshEngine make(
        SessionConfig config,
        RandomGenerator random,
        EngineActions actions,
        EngineState state,
        TimePoint now) {
      return new RefreshEngine(config, random, actions, state, now) {
        @Override
        public @Nullable CallResult askLasting(long atLeast, TimePoint at) {
          return ask(at);
        }
      };
    }
  },

  A_CLOSE_THAT_LEAKS(
      "The last close does not stop the flight.", Invariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE) {
    @Override
    RefreshEngine make(
        SessionConfig config,
        RandomGenerator random,
        EngineActions actions,
        EngineState state,
        TimePoint now) {
      EngineActions leaking =
          new ForwardingActions(actions) {
            @Override
            public void abort(long attempt, boolean timedOut) {
              if (timedOut) {
                super.abort(attempt, timedOut);
              }
            }
          };
      return new RefreshEngine(config, random, leaking, state, now);
    }
  },

  A_CLOSE_THAT_FORGETS(
      "The last close discards the credentials.", Invariant.NO_CALL_BEFORE_ONE_IS_DUE) {
    @Override
    RefreshEngine make(
        SessionConfig config,
        RandomGenerator random,
        EngineActions actions,
        EngineState state,
        TimePoint now) {
      return new RefreshEngine(config, random, actions, state, now) {
        @Override
        public void park(TimePoint at) {
          super.park(at);
          forget(at);
        }
      };
    }
  },

  A_CLOSE_THAT_FORGIVES(
      "The last close resets the failures and the rate limiter.",
      Invariant.SPACING_WITHIN_ITS_BOUNDS) {
    @Override
    RefreshEngine make(
        SessionConfig config,
        RandomGenerator random,
        EngineActions actions,
        EngineState state,
        TimePoint now) {
      return new RefreshEngine(config, random, actions, state, now) {
        @Override
        public void park(TimePoint at) {
          super.park(at);
          state.backoff().clear();
        }
      };
    }
  },

  A_FAILURE_THAT_REACHES_CALLERS(
      "Callers get the failure of a refresh although the credentials are valid.",
      Invariant.NEVER_FAILS_WHILE_VALID) {
    @Override
    RefreshEngine make(
        SessionConfig config,
        RandomGenerator random,
        EngineActions actions,
        EngineState state,
        TimePoint now) {
      return new RefreshEngine(config, random, actions, state, now) {
        @Override
        public @Nullable CallResult ask(TimePoint at) {
          CallResult outcome = super.ask(at);
          CredentialsException failure = state.backoff().failure();
          return failure == null || outcome == null
              ? outcome
              : CallResult.failed(failure, AttemptInfo.NONE);
        }

        @Override
        public long quietFor(TimePoint at) {
          return state.backoff().failure() == null ? super.quietFor(at) : 0;
        }
      };
    }
  },

  A_FLOOR_THAT_GIVES_WAY(
      "An explicit refresh ignores the minimum pause after throttling.",
      Invariant.SPACING_WITHIN_ITS_BOUNDS) {
    @Override
    EngineState state(EngineState state) {
      BackoffState yielding =
          new BackoffState() {
            @Override
            public boolean isFloorDueAt(TimePoint now) {
              return true;
            }
          };
      return with(state, yielding);
    }
  },

  A_DEADLINE_FORGOTTEN(
      "The deadline of a caller passes without ending its wait.",
      Invariant.ANSWERED_WITHIN_THE_DEADLINE) {
    @Override
    RefreshEngine make(
        SessionConfig config,
        RandomGenerator random,
        EngineActions actions,
        EngineState state,
        TimePoint now) {
      return new RefreshEngine(config, random, actions, state, now) {
        @Override
        public Waiter join(Object owner, long deadline, TimePoint at) {
          return super.join(owner, Long.MAX_VALUE, at);
        }
      };
    }
  },

  AN_ATTEMPT_WITHOUT_A_BOUND(
      "An attempt may continue after its flight should have ended.",
      Invariant.FLIGHT_WITHIN_ITS_BOUNDS) {
    @Override
    RefreshEngine make(
        SessionConfig config,
        RandomGenerator random,
        EngineActions actions,
        EngineState state,
        TimePoint now) {
      return new RefreshEngine(config, random, actions, state, now) {
        @Override
        public long granted(long attempt, TimePoint at) {
          long bound = super.granted(attempt, at);
          return bound == 0 ? 0 : 3 * bound;
        }
      };
    }
  },

  A_STATUS_THAT_ONLY_LOOKS(
      "The status is derived from the clocks without any effect on what callers get.",
      Invariant.STATUS_AGREES_WITH_CALLS) {
    @Override
    RefreshEngine make(
        SessionConfig config,
        RandomGenerator random,
        EngineActions actions,
        EngineState state,
        TimePoint now) {
      return new RefreshEngine(config, random, actions, state, now) {
        private long servedUntilMillis;
        private boolean looked;

        @Override
        public SessionStatus status(TimePoint at) {
          looked = true;
          return super.status(at);
        }

        @Override
        public long quietFor(TimePoint at) {
          long quiet =
              looked
                  ? (servedUntilMillis - at.wallMillis()) * Nanos.MILLISECOND
                  : super.quietFor(at);
          looked = false;
          servedUntilMillis = at.wallMillis() + quiet / Nanos.MILLISECOND;
          return quiet;
        }
      };
    }
  },

  AN_END_AT_EXPIRATION(
      "After an expiration refreshes never start again.",
      Invariant.FRESH_AGAIN_AFTER_THE_LAST_FAULT) {
    @Override
    EngineState state(EngineState state) {
      BackoffState ending =
          new BackoffState() {
            private boolean ended;

            @Override
            public void restartCount() {
              super.restartCount();
              ended = failure() != null;
            }

            @Override
            public boolean isDueAt(TimePoint now) {
              return !ended && super.isDueAt(now);
            }
          };
      return with(state, ending);
    }
  };

  private final String description;
  private final Invariant broken;
  private final Invariant orBroken;

  SeededBug(String description, Invariant broken) {
    this(description, broken, broken);
  }

  SeededBug(String description, Invariant broken, Invariant orBroken) {
    this.description = description;
    this.broken = broken;
    this.orBroken = orBroken;
  }

  RefreshEngine make(
      SessionConfig config,
      RandomGenerator random,
      EngineActions actions,
      EngineState state,
      TimePoint now) {
    return new RefreshEngine(config, random, actions, state(state), now);
  }

  EngineState state(EngineState state) {
    return state;
  }

  private static EngineState with(EngineState state, CurrentCredentials current) {
    return new EngineState(
        current, state.backoff(), state.calls(), state.invalidation(), state.lasting());
  }

  private static EngineState with(EngineState state, BackoffState backoff) {
    return new EngineState(
        state.current(), backoff, state.calls(), state.invalidation(), state.lasting());
  }

  public RefreshEngine.Factory engines() {
    return (config, random, actions, now) ->
        make(config, random, actions, EngineState.empty(), now);
  }

  /** Returns a description of one sentence. */
  public String description() {
    return description;
  }

  /** Returns the invariants that catch the mistake, each in some history. */
  public List<Invariant> catchers() {
    return broken == orBroken ? List.of(broken) : List.of(broken, orBroken);
  }

  /** Current credentials whose age is measured by one clock. */
  private static final class HeldByOneClock extends CurrentCredentials {
    private final boolean wall;
    private @Nullable TimePoint taken;

    HeldByOneClock(boolean wall) {
      this.wall = wall;
    }

    @Override
    public void take(TimedCredentials session) {
      super.take(session);
      taken = session.receivedAt();
    }

    private TimePoint seen(TimePoint now) {
      TimePoint from = taken;
      if (from == null) {
        return now;
      }
      long passed =
          wall
              ? (now.wallMillis() - from.wallMillis()) * Nanos.MILLISECOND
              : now.nanos() - from.nanos();
      return new TimePoint(now.wallMillis(), now.nanos(), from.elapsed() + passed);
    }

    @Override
    public @Nullable TimedCredentials validAt(TimePoint now) {
      return super.validAt(seen(now));
    }

    @Override
    public boolean isExpiredAt(TimePoint now) {
      return super.isExpiredAt(seen(now));
    }

    @Override
    public boolean passesExpiry(TimePoint now) {
      return super.passesExpiry(seen(now));
    }

    @Override
    public long nextThreshold(TimePoint now) {
      return super.nextThreshold(seen(now));
    }
  }

  private abstract static class ForwardingActions implements EngineActions {
    private final EngineActions next;

    ForwardingActions(EngineActions next) {
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
    public void complete(Waiter waiter, CallResult outcome) {
      next.complete(waiter, outcome);
    }

    @Override
    public void publish(IrsaEvent event) {
      next.publish(event);
    }
  }
}
