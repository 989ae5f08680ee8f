package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.refresh.SessionClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A strict handle with results set by a test. */
public final class FakeHandle implements CredentialsHandle {

  public volatile @Nullable SessionCredentials session;
  public volatile @Nullable RuntimeException failure;
  public volatile boolean refreshes = true;
  public volatile boolean closed;
  public final AtomicInteger closes = new AtomicInteger();
  public final List<String> invalidated = new CopyOnWriteArrayList<>();
  public final List<Duration> lasting = new CopyOnWriteArrayList<>();
  public final List<CompletableFuture<SessionCredentials>> waiting = new ArrayList<>();
  public final CountDownLatch asked = new CountDownLatch(1);
  public final CountDownLatch closing = new CountDownLatch(1);

  public static FakeHandle with(SessionCredentials session) {
    FakeHandle handle = new FakeHandle();
    handle.session = session;
    return handle;
  }

  public static FakeHandle failing(RuntimeException failure) {
    FakeHandle handle = new FakeHandle();
    handle.failure = failure;
    return handle;
  }

  /** Returns a handle without credentials: callers wait until it is closed. */
  public static FakeHandle empty() {
    return new FakeHandle();
  }

  @Override
  public @Nullable IrsaCredentials core() {
    return null;
  }

  @Override
  public SessionCredentials credentials() {
    throwIfClosed();
    RuntimeException reason = failure;
    if (reason != null) {
      throw reason;
    }
    SessionCredentials held = session;
    if (held == null) {
      asked.countDown();
      awaitClose();
      throw new SessionClosedException();
    }
    return held;
  }

  private void awaitClose() {
    try {
      closing.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public CompletableFuture<SessionCredentials> credentialsAsync() {
    if (closed) {
      return CompletableFuture.failedFuture(new SessionClosedException());
    }
    RuntimeException reason = failure;
    if (reason != null) {
      return CompletableFuture.failedFuture(reason);
    }
    SessionCredentials held = session;
    if (held != null) {
      return CompletableFuture.completedFuture(held);
    }
    CompletableFuture<SessionCredentials> later = new CompletableFuture<>();
    waiting.add(later);
    return later;
  }

  @Override
  public SessionCredentials credentialsLasting(Duration atLeast) {
    lasting.add(atLeast);
    return credentials();
  }

  @Override
  public CompletableFuture<SessionCredentials> credentialsLastingAsync(Duration atLeast) {
    lasting.add(atLeast);
    return credentialsAsync();
  }

  @Override
  public ParentSession asParent() {
    throw new UnsupportedOperationException("not a session of the registry");
  }

  @Override
  public boolean refresh() {
    throwIfClosed();
    if (failure instanceof CredentialsException reason) {
      throw reason;
    }
    return refreshes;
  }

  @Override
  public void invalidate(String accessKeyId) {
    throwIfClosed();
    if (failure instanceof MisconfiguredException reason) {
      throw reason;
    }
    invalidated.add(accessKeyId);
  }

  @Override
  public IrsaStatus status() {
    return IrsaStatus.builder(closed ? IrsaStatus.State.CLOSED : IrsaStatus.State.FRESH).build();
  }

  @Override
  public void close() {
    closed = true;
    closes.incrementAndGet();
    closing.countDown();
    waiting.forEach(later -> later.completeExceptionally(new SessionClosedException()));
  }

  private void throwIfClosed() {
    if (closed) {
      throw new SessionClosedException();
    }
  }
}
