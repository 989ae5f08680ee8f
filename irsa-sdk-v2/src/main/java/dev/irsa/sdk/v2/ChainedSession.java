package dev.irsa.sdk.v2;

import dev.irsa.IrsaStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** A role assumed by means of another session. */
final class ChainedSession implements SessionSource {

  /** A service that refuses every key must not cost an AssumeRole for each of its answers. */
  private static final Duration BETWEEN_INVALIDATIONS = Duration.ofSeconds(30);

  private final SessionSource parent;
  private final ChainedRole role;
  private final boolean ownsParent;
  private final Clock clock;
  private final AtomicReference<@Nullable AssumedRole> assumed = new AtomicReference<>();
  private final AtomicReference<Instant> nextInvalidationAt = new AtomicReference<>(Instant.MIN);

  /**
   * Makes a session that assumes the role when it is first asked.
   *
   * @param ownsParent whether closing this closes the parent too
   */
  ChainedSession(SessionSource parent, ChainedRole role, boolean ownsParent, Clock clock) {
    this.parent = parent;
    this.role = role;
    this.ownsParent = ownsParent;
    this.clock = clock;
  }

  @Override
  public AwsCredentials credentials() {
    while (true) {
      AssumedRole open = open();
      try {
        return open.credentials();
      } catch (RuntimeException failure) {
        if (assumed.get() == open) {
          throw failure;
        }
        // Closed by another thread meanwhile: what failed is the closed client, so once more.
      }
    }
  }

  @Override
  public CompletableFuture<AwsCredentialsIdentity> credentialsAsync() {
    AssumedRole open = assumed.get();
    if (open == null || !open.isReadyAt(clock.instant())) {
      return Answers.inBackground(this::credentials);
    }
    try {
      return CompletableFuture.completedFuture(credentials());
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private AssumedRole open() {
    AssumedRole current = assumed.get();
    if (current != null) {
      return current;
    }
    AssumedRole opened = assume();
    if (assumed.compareAndSet(null, opened)) {
      return opened;
    }
    opened.close();
    return open();
  }

  /** Asks the parent first: its error is the better one, and it then knows its endpoint. */
  private AssumedRole assume() {
    String sourceChain = parent.credentials().providerName().orElse(null);
    try {
      return AssumedRole.open(parent::credentials, parent.status(), sourceChain, role);
    } catch (NoClassDefFoundError missing) {
      throw IrsaCredentialsException.permanent(
          "Assuming "
              + role.roleArn()
              + " by means of the pod's role needs the library software.amazon.awssdk:sts, in the"
              + " version of the other SDK modules, on the class path",
          missing);
    }
  }

  /** Assumes the role anew; what is there stays when that fails. */
  @Override
  public boolean refresh() {
    AssumedRole before = assumed.get();
    AssumedRole opened = assume();
    try {
      opened.credentials();
    } catch (RuntimeException failure) {
      opened.close();
      if (before != null && before.isReadyAt(clock.instant())) {
        return false;
      }
      throw failure;
    }
    AssumedRole replaced = assumed.getAndSet(opened);
    if (replaced != null) {
      replaced.close();
    }
    return true;
  }

  @Override
  public void invalidate(String accessKeyId) {
    parent.invalidate(accessKeyId);
    AssumedRole open = assumed.get();
    Instant now = clock.instant();
    Instant allowedAt = nextInvalidationAt.get();
    if (open != null
        && open.gave(accessKeyId)
        && !now.isBefore(allowedAt)
        && nextInvalidationAt.compareAndSet(allowedAt, now.plus(BETWEEN_INVALIDATIONS))
        && assumed.compareAndSet(open, null)) {
      open.close();
    }
  }

  @Override
  public IrsaStatus status() {
    return parent.status();
  }

  @Override
  public void close() {
    AssumedRole open = assumed.getAndSet(null);
    if (open != null) {
      open.close();
    }
    if (ownsParent) {
      parent.close();
    }
  }
}
