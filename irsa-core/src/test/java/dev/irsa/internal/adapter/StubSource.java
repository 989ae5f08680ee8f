package dev.irsa.internal.adapter;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A replacement for an SDK's provider in a chain. */
final class StubSource<C> implements CredentialsSource<C> {

  final RuntimeException failure;
  volatile @Nullable C credentials;
  volatile @Nullable CountDownLatch gate;
  volatile @Nullable Runnable meanwhile;
  volatile @Nullable RuntimeException failureToClose;
  int calls;
  int refreshes;
  int closes;

  StubSource(RuntimeException failure) {
    this.failure = failure;
  }

  @Override
  public String name() {
    return "StubProvider";
  }

  @Override
  public C credentials() {
    calls++;
    CountDownLatch closed = gate;
    if (closed != null) {
      await(closed);
    }
    Runnable beside = meanwhile;
    if (beside != null) {
      beside.run();
    }
    C held = credentials;
    if (held == null) {
      throw failure;
    }
    return held;
  }

  private static void await(CountDownLatch closed) {
    try {
      closed.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public boolean refresh() {
    refreshes++;
    return true;
  }

  @Override
  public void close() {
    closes++;
    RuntimeException thrown = failureToClose;
    if (thrown != null) {
      throw thrown;
    }
  }
}
