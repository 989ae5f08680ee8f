package dev.irsa.exploration;

import static dev.irsa.simulation.Internals.read;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.exploration.World.Caller;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.limit.SlidingWindowRateLimiter;
import dev.irsa.internal.refresh.EngineActions;
import dev.irsa.internal.refresh.LifetimeScale;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.refresh.WaitingCaller;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import dev.irsa.simulation.Internals;
import dev.irsa.simulation.VirtualSession;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A hash of everything that influences what happens later, with times relative to the present. It
 * visits every field of the engine by reflection, so a new field counts without being named here.
 * What it names must exist: a rename, like a type that it does not know, is an error and does not
 * change the search. Times that have passed are all the same, as are numbers and keys that nothing
 * can refer to.
 */
final class Fingerprint {

  /** What only appears in texts and events, and what {@link #addSession} adds in another form. */
  private static final Set<Field> LEFT_OUT =
      Set.of(
          field("Backoff", "failed"),
          field("EventPublisher", "offsetTold"),
          field("Flight", "calls"),
          field("Flight", "failedCalls"),
          field("RefreshEngine", "attempts"),
          field("RefreshEngine", "isFromSpare"),
          field("RefreshEngine", "results"));

  /** The number of an attempt, which only matters beside the number of the last one. */
  private static final Field ATTEMPT = field("Flight", "attempt");

  private static final Class<?> CURRENT_CREDENTIALS = type("CurrentCredentials");
  private static final Class<?> SERVER_CLOCK = type("ServerClock");

  /** Configuration, and what the engine calls. */
  private static final List<Class<?>> CONSTANT =
      List.of(
          SessionConfig.class,
          EngineActions.class,
          RandomGenerator.class,
          RefreshPolicy.class,
          RoleAndIssuer.class);

  private static final long CALL_WINDOW = Nanos.MINUTE;

  /** The longest time since a call for credentials, or an invalidation, that makes a difference. */
  private static final long LONGEST_MEMORY = 15 * Nanos.MINUTE;

  private final World world;
  private final IdentityHashMap<Object, Integer> visited = new IdentityHashMap<>();
  private long hash = 0x9E3779B97F4A7C15L;
  private long nanos;
  private long elapsed;
  private long attempts;

  Fingerprint(World world) {
    this.world = world;
    this.nanos = world.millis() * Nanos.MILLISECOND;
  }

  long value() {
    return hash;
  }

  void add(long value) {
    hash = mix(hash * 31 + mix(value + 0x9E3779B97F4A7C15L));
  }

  void add(@Nullable Enum<?> constant) {
    add(constant == null ? -1 : constant.name().hashCode());
  }

  private static long mix(long bits) {
    long first = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
    return second ^ (second >>> 31);
  }

  /** Adds which of the waits in the engine is that of a caller. */
  void addCaller(Caller caller) {
    var unused = addIdentity(Objects.requireNonNull(caller.answer));
  }

  /** Adds what a session, the engine inside it, and the limits of its endpoint remember. */
  void addSession(VirtualSession session) {
    Object clock = read(read(read(session.sessions, "context"), "loop"), "time");
    long lead = world.wallLead() * Nanos.MILLISECOND - number(clock, "lead");
    elapsed = nanos + number(clock, "gained") + Math.max(0, lead);
    add(lead);
    Object engine = read(read(session.session, "driver"), "engine");
    attempts = number(engine, "attempts");
    add(attempts > 0 ? 1 : 0);
    visit(engine);
    Object published = read(session.session, "published");
    Object served = read(published, "credentials");
    visit(served);
    add(served == null ? 0 : number(published, "fromMillis") - world.wallMillis());
    add(served == null ? 0 : number(published, "quietMillis") - world.wallMillis());
    add(served == null ? 0 : number(published, "untilMillis") - world.wallMillis());
    add(served == null ? 0 : number(published, "untilNanos") - nanos);
    add(((AtomicBoolean) read(published, "isNudged")).get() ? 1 : 0);
    visit(read(read(session.session, "users"), "state"));
    for (Object limits : session.limits()) {
      for (Object until : ((Map<?, ?>) read(limits, "pausedUntil")).values()) {
        add(Math.max(0, (long) until - nanos));
      }
    }
  }

  private void visit(@Nullable Object value) {
    if (value == null) {
      add(-1);
    } else if (value instanceof Boolean bit) {
      add(bit ? 1 : 0);
    } else if (value instanceof Number number) {
      add(number.longValue());
    } else if (value instanceof Enum<?> constant) {
      add(constant);
    } else if (value instanceof Duration duration) {
      add(duration.toNanos());
    } else if (!visitTime(value) && !visitCredentials(value) && !isConstant(value)) {
      visitObject(value);
    }
  }

  private boolean visitTime(Object value) {
    if (value instanceof DueTime due) {
      add(Math.max(0, due.at() - elapsed));
    } else if (value instanceof Deadline deadline) {
      add(Math.max(0, deadline.at() - nanos));
      add(deadline.length());
    } else if (value instanceof TimePoint point) {
      add(Math.min(elapsed - point.elapsed(), LONGEST_MEMORY));
      add(Math.min(nanos - point.nanos(), LONGEST_MEMORY));
    } else if (value instanceof Instant instant) {
      add(Duration.between(world.serverNow(), instant).toNanos());
    } else if (value instanceof LifetimeScale scale) {
      add(Double.doubleToLongBits((double) read(scale, "scale")));
    } else {
      return false;
    }
    return true;
  }

  private boolean visitCredentials(Object value) {
    if (CURRENT_CREDENTIALS.isInstance(value)) {
      visitCurrent(value);
    } else if (value instanceof SessionCredentials credentials) {
      visit(credentials.accessKeyId());
    } else if (value instanceof String key) {
      add(Math.min(2, world.ageOfKey(key)));
    } else if (value instanceof CredentialsException failure) {
      add(failure.failureKind());
      add((failure.isRetriedWithNewToken() ? 1 : 0) + (failure.code() == null ? 2 : 0));
      var unused = addIdentity(failure);
    } else {
      return false;
    }
    return true;
  }

  private void visitCurrent(Object current) {
    Object credentials = read(current, "credentials");
    visit(credentials);
    if (credentials != null) {
      TimePoint receivedAt = (TimePoint) read(current, "receivedAt");
      long age = elapsed - receivedAt.elapsed();
      long lifetime = number(current, "lifetime");
      add(lifetime);
      add(Math.max(0, lifetime - age));
      add(Math.max(0, number(current, "refreshAfter") - age));
      visit(read(current, "scale"));
      visit(read(current, "expiryPassed"));
      visit(read(current, "lastChancePassed"));
    }
  }

  private static boolean isConstant(Object value) {
    return CONSTANT.stream().anyMatch(type -> type.isInstance(value));
  }

  private void visitObject(Object value) {
    if (!addIdentity(value)) {
      return;
    }
    if (value instanceof WaitingCaller waiter) {
      visit(waiter.deadline());
      add(waiter.request().minimumValidity());
    } else if (value instanceof List<?> list) {
      add(list.size());
      list.forEach(this::visit);
    } else if (value instanceof SlidingWindowRateLimiter limiter) {
      visitLimiter(limiter);
    } else if (SERVER_CLOCK.isInstance(value)) {
      visitServerClock(value);
    } else if (value instanceof long[] numbers) {
      for (int i = 0; i < Array.getLength(numbers); i++) {
        add(numbers[i]);
      }
    } else {
      visitFields(value);
    }
  }

  /** Adds which of the objects met so far it is. Returns whether it is a new one. */
  private boolean addIdentity(Object value) {
    Integer known = visited.putIfAbsent(value, visited.size());
    add(known == null ? visited.size() - 1 : known);
    return known == null;
  }

  private void visitLimiter(SlidingWindowRateLimiter limiter) {
    add(limiter.getClass().getName().hashCode());
    long[] calls = (long[]) read(limiter, "calls");
    long recorded = number(limiter, "recorded");
    for (long i = Math.max(0, recorded - calls.length); i < recorded; i++) {
      long age = nanos - calls[(int) (i % calls.length)];
      if (age < CALL_WINDOW) {
        add(age);
      }
    }
  }

  /** Adds by how much the engine's idea of the issuer's time is wrong. */
  private void visitServerClock(Object clock) {
    Instant serverAt = (Instant) read(clock, "serverAt");
    TimePoint at = (TimePoint) read(clock, "at");
    Instant wall = Instant.ofEpochMilli(world.wallMillis());
    visit(serverAt == null ? wall : serverAt.plusNanos(elapsed - at.elapsed()));
  }

  private void visitFields(Object value) {
    Class<?> type = value.getClass();
    if (!type.getName().startsWith("dev.irsa.")) {
      throw new IllegalStateException("the fingerprint does not know " + type);
    }
    add(type.getName().hashCode());
    for (Field field : Internals.fields(type)) {
      if (field.equals(ATTEMPT)) {
        add(attempts - (long) value(field, value));
      } else if (!LEFT_OUT.contains(field)) {
        visit(value(field, value));
      }
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(SessionConfig.class.getPackageName() + '.' + name);
    } catch (ClassNotFoundException renamed) {
      throw new LinkageError(name, renamed);
    }
  }

  private static Field field(String type, String name) {
    return Internals.fields(type(type)).stream()
        .filter(field -> field.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new LinkageError(type + " has no field " + name));
  }

  private static @Nullable Object value(Field field, Object of) {
    try {
      return field.get(of);
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static long number(Object of, String name) {
    return (long) read(of, name);
  }
}
