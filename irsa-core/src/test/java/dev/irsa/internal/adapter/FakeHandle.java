package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.SessionCredentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A handle with results set by a test. */
public final class FakeHandle implements CredentialsHandle {

  public volatile @Nullable SessionCredentials session;
  public volatile @Nullable RuntimeException failure;
  public volatile boolean refreshes = true;
  public volatile boolean closed;
  public final AtomicInteger closes = new AtomicInteger();
  public final List<String> invalidated = new CopyOnWriteArrayList<>();
  public final List<Duration> lasting = new CopyOnWriteArrayList<>();
  public final List<CompletableFuture<SessionCredentials>> waiting = new ArrayList<>();

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

  /** Returns a handle without credentials: futures wait for the test. */
  public static FakeHandle empty() {
    return new FakeHandle();
  }

  @Override
  public @Nullable IrsaCredentials core() {
    return null;
  }

  @Override
  public SessionCredentials credentials() {
    RuntimeException reason = failure;
    if (reason != null) {
      throw reason;
    }
    SessionCredentials held = session;
    if (held == null) {
      throw new AssertionError("would wait");
    }
    return held;
  }

  @Override
  public CompletableFuture<SessionCredentials> credentialsAsync() {
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
  public boolean refresh() {
    if (failure instanceof CredentialsException reason) {
      throw reason;
    }
    return refreshes;
  }

  @Override
  public void invalidate(String accessKeyId) {
    if (failure instanceof MisconfiguredException reason) {
      throw reason;
    }
    invalidated.add(accessKeyId);
  }

  @Override
  public List<IdentitySource> sources() {
    return List.of(IdentitySource.WEB_IDENTITY);
  }

  @Override
  public IrsaStatus status() {
    return IrsaStatus.builder(IrsaStatus.State.FRESH).build();
  }

  @Override
  public void close() {
    closed = true;
    closes.incrementAndGet();
  }
}
