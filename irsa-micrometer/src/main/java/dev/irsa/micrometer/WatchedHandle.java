package dev.irsa.micrometer;

import dev.irsa.IrsaStatus;
import java.lang.ref.WeakReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A weakly referenced handle whose status is read. */
final class WatchedHandle {

  private final WeakReference<Object> handle;
  private final Function<Object, IrsaStatus> status;

  /** The session whose gauges show this handle, or null. For {@link StateGauges} only. */
  @Nullable SessionGauges shownBy;

  /** Whether role and source are known, so that the session is final. */
  boolean settled;

  @SuppressWarnings("unchecked") // The function is only applied to the handle that came with it.
  <T> WatchedHandle(T handle, Function<? super T, IrsaStatus> status) {
    this.handle = new WeakReference<>(handle);
    this.status = (Function<Object, IrsaStatus>) status;
  }

  /** Returns whether the handle was garbage collected. */
  boolean isGone() {
    return handle.refersTo(null);
  }

  /** Returns the status, or null if the handle was garbage collected. Thread-safe. */
  @Nullable IrsaStatus status() {
    Object present = handle.get();
    return present == null ? null : status.apply(present);
  }
}
