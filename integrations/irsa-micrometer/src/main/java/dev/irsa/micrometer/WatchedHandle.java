package dev.irsa.micrometer;

import dev.irsa.IrsaStatus;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A weakly referenced handle whose status is read. */
final class WatchedHandle extends WeakReference<Object> {

  private final Function<Object, IrsaStatus> status;
  private final MeterFailures foreign;

  /** The session whose gauges show this handle, or null. For {@link StateGauges} only. */
  @Nullable SessionGauges shownBy;

  @SuppressWarnings("unchecked") // The function is only applied to the handle that came with it.
  <T> WatchedHandle(
      T handle,
      Function<? super T, IrsaStatus> status,
      ReferenceQueue<Object> garbage,
      MeterFailures foreign) {
    super(handle, garbage);
    this.foreign = foreign;
    this.status = (Function<Object, IrsaStatus>) status;
  }

  /**
   * Returns the status, or null if the handle was garbage collected or the status cannot be read.
   * Thread-safe.
   */
  @Nullable IrsaStatus status() {
    Object present = get();
    if (present == null) {
      return null;
    }
    AtomicReference<@Nullable IrsaStatus> read = new AtomicReference<>();
    foreign.run(() -> read.set(status.apply(present)));
    return read.get();
  }
}
