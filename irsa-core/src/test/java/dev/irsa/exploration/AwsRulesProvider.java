package dev.irsa.exploration;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.exploration.World.Caller;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.CredentialsRequest;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.Nanos;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The rules that the AWS SDKs are going to share (cross-SDK credential refresh specification of
 * 2026), for sessions of an hour. The caller that finds a refresh due makes it: 15 min before the
 * expiration. In the last minute, and without credentials, the others wait for it. After a failure
 * STS is not called for 5 to 10 min, and expired credentials are served for 12 h. A denial reaches
 * callers instead, and again for 1 to 5 s. One call here stands for all attempts of a refresh.
 */
final class AwsRulesProvider implements Provider {

  private static final long ADVISORY = 15 * World.MINUTE;
  private static final long MANDATORY = World.MINUTE;
  private static final long STATIC_STABILITY = 12 * 60 * World.MINUTE;

  /** A refresh lasts at most that long, since its calls have a time limit. */
  private static final long LONGEST_CALL = 30 * World.SECOND;

  private final World world;
  private final double share;
  private final List<Caller> waiting = new ArrayList<>();
  private @Nullable SessionCredentials held;
  private long expiresAt;
  private long nextAllowedAt;
  private @Nullable CredentialsException denial;
  private long calls;
  private long callEndsAt = Long.MAX_VALUE;

  AwsRulesProvider(World world, double share) {
    this.world = world;
    this.share = share;
  }

  @Override
  public void ask(Caller caller) {
    long now = world.millis();
    boolean calling = callEndsAt != Long.MAX_VALUE;
    boolean due = expiresAt - now <= ADVISORY && now >= nextAllowedAt;
    boolean all = held == null || expiresAt - now <= MANDATORY;
    if (calling ? all : due) {
      waiting.add(caller);
      world.waits(
          caller,
          new Waiter(
              new CredentialsRequest(0, 0, false), new Deadline(0, 0), new CompletableFuture<>()));
      if (!calling) {
        call();
      }
    } else {
      world.ended(caller, served());
    }
  }

  private void call() {
    calls++;
    callEndsAt = world.millis() + LONGEST_CALL;
    world.callBegins(calls, LONGEST_CALL * Nanos.MILLISECOND);
  }

  private CallResult served() {
    CredentialsException denied = denial;
    if (denied != null && world.millis() < nextAllowedAt) {
      return CallResult.failed(denied, World.NO_ATTEMPTS);
    }
    return held != null && world.millis() < expiresAt + STATIC_STABILITY
        ? new CallResult(held, false, null, World.NO_ATTEMPTS)
        : CallResult.failed(World.failure(Event.OUTAGE), World.NO_ATTEMPTS);
  }

  @Override
  public void succeeded(long call, ExchangeResult issued) {
    held = issued.credentials();
    expiresAt = world.millis() + world.conditions().lifetime();
    nextAllowedAt = 0;
    denial = null;
    world.judge().accepted(held.accessKeyId(), world.conditions().lifetime() - ADVISORY);
    end();
  }

  @Override
  public void failed(long call, CredentialsException failure, boolean hasNewInput) {
    boolean denied = failure.failureKind() == FailureKind.DENIED;
    denial = denied || held == null ? failure : null;
    double pause = denied ? 1 + 4 * share : (5 + 5 * share) * 60;
    nextAllowedAt = held == null && !denied ? 0 : world.millis() + (long) (pause * World.SECOND);
    CallResult result = denial == null ? served() : CallResult.failed(failure, World.NO_ATTEMPTS);
    end(result);
  }

  private void end() {
    end(served());
  }

  private void end(CallResult result) {
    callEndsAt = Long.MAX_VALUE;
    List<Caller> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(caller -> world.ended(caller, result));
  }

  @Override
  public long wakeAt() {
    if (callEndsAt != Long.MAX_VALUE) {
      return callEndsAt;
    }
    long now = world.millis();
    return LongStream.of(expiresAt - ADVISORY, expiresAt - MANDATORY, expiresAt, nextAllowedAt)
        .filter(at -> at > now)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  @Override
  public void wake() {
    if (world.millis() >= callEndsAt) {
      world.callAborted(calls);
      failed(calls, World.failure(Event.OUTAGE), false);
    } else {
      world.reconsidered();
    }
  }

  @Override
  public void addTo(Fingerprint fingerprint) {
    fingerprint.numberedUpTo(calls);
    fingerprint.add(Double.doubleToLongBits(share));
    fingerprint.add(held == null ? Long.MAX_VALUE : expiresAt - world.millis());
    fingerprint.add(Math.max(0, nextAllowedAt - world.millis()));
    fingerprint.add(denial == null ? null : denial.failureKind());
    fingerprint.add(callEndsAt == Long.MAX_VALUE ? -1 : callEndsAt - world.millis());
  }
}
