package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.concurrent.StackSpace;
import dev.irsa.internal.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Selects the source of credentials in three steps: static keys; the role of the pod; outside of a
 * pod, the SDK's own default chain. If the process is configured for IRSA or container credentials,
 * even partly, the chain returns credentials of the pod's role or throws. Thread-safe.
 *
 * @param <C> the SDK's type of credentials
 */
public final class ProviderChain<C> implements SdkCredentialsSource<C> {

  private final List<SdkCredentialsSource<C>> staticKeys;
  private final SdkHandle<C> pod;

  /**
   * Creates the SDK's default chain at its first use, and again after it failed or was closed: some
   * providers of the SDKs read files when they are created, and keep the content or the error
   * forever.
   */
  private final Supplier<? extends SdkCredentialsSource<C>> sdkChain;

  /** Whether static keys were compared with the configuration of the process. */
  private final AtomicBoolean compared = new AtomicBoolean();

  /**
   * The state between calls. {@link #close} and {@code discardAll()} replace it, and a call that
   * started before does not change the new state.
   *
   * @param sdkChain the SDK's default chain, or null until it is needed
   * @param last the source that last returned credentials. Null for static keys, which may be
   *     removed
   */
  private record Memory<C>(
      @Nullable SdkCredentialsSource<C> sdkChain, @Nullable SdkCredentialsSource<C> last) {}

  /** The failure of a provider during a call. */
  private record Failure(String provider, Throwable thrown) {}

  private final AtomicReference<Memory<C>> memory = new AtomicReference<>(new Memory<>(null, null));

  /**
   * A restored process may be in a pod, or have other keys. Referenced here because {@link
   * Sessions} holds it weakly.
   */
  private final Runnable forgetting = this::forget;

  /**
   * Creates a chain.
   *
   * @param staticKeys the sources of static keys
   * @param pod the web identity or the container credentials of the process
   * @param sdkChain creates the SDK's own default chain
   */
  public ProviderChain(
      List<? extends SdkCredentialsSource<C>> staticKeys,
      SdkHandle<C> pod,
      Supplier<? extends SdkCredentialsSource<C>> sdkChain) {
    this.staticKeys = List.copyOf(staticKeys);
    this.pod = pod;
    this.sdkChain = sdkChain;
    Sessions.shared().alsoForget(forgetting);
  }

  @Override
  public String name() {
    return "IrsaCredentialsProviderChain";
  }

  private Memory<C> remembered() {
    return Objects.requireNonNull(memory.get());
  }

  /** Returns the credentials of the first source that has credentials. */
  @Override
  public C credentials() {
    Memory<C> before = remembered();
    SdkCredentialsSource<C> last = before.last();
    if (last != null) {
      return askAgain(last, before);
    }
    pod.types().requireRoom(StackSpace.ASK_CHAIN);
    List<Failure> failures = new ArrayList<>();
    C keys = ofStaticKeys(failures);
    return keys != null ? keys : ofPod(before, failures);
  }

  /**
   * Returns a future for the credentials. Never blocks and never throws; the SDK's chain is asked
   * on a thread of this library.
   */
  @Override
  public CompletableFuture<? extends C> credentialsAsync() {
    pod.types().requireRoom(StackSpace.ASK_CHAIN_LATER);
    Memory<C> before = remembered();
    if (before.last() == pod) {
      return askPodAgainAsync(before);
    }
    if (before.last() != null) {
      return Futures.inBackground(this::credentials);
    }
    List<Failure> failures = new ArrayList<>();
    C keys = ofStaticKeys(failures);
    return keys != null ? CompletableFuture.completedFuture(keys) : ofPodAsync(before, failures);
  }

  /** Refreshes the source that last returned credentials; before the first, asks the chain. */
  @Override
  public boolean refresh() {
    SdkCredentialsSource<C> last = remembered().last();
    if (last != null) {
      return last.refresh();
    }
    C unused = credentials();
    return remembered().last() != null;
  }

  /** Reports rejected credentials to the source that last returned credentials. */
  @Override
  public void invalidate(String accessKeyId) {
    SdkCredentialsSource<C> last = remembered().last();
    if (last != null) {
      last.invalidate(accessKeyId);
    }
  }

  /** Returns the settings of the session of the pod. */
  public IrsaCredentials.Builder toBuilder() {
    return pod.toBuilder();
  }

  /** Returns the status of the session of the pod. */
  public IrsaStatus status() {
    return pod.status();
  }

  /** Releases the resources of all sources. A later call acquires them again. */
  @Override
  public void close() {
    SdkCredentialsSource<C> opened = drop();
    pod.close();
    if (opened != null) {
      opened.close();
    }
  }

  private void forget() {
    compared.set(false);
    SdkCredentialsSource<C> opened =
        memory.getAndUpdate(each -> new Memory<>(null, each.last() == pod ? pod : null)).sdkChain();
    try {
      if (opened != null) {
        opened.close();
      }
    } catch (RuntimeException ofSdk) {
      // It is dropped all the same, and the rest must be discarded, too.
    }
  }

  private @Nullable SdkCredentialsSource<C> drop() {
    return Objects.requireNonNull(memory.getAndSet(new Memory<>(null, null))).sdkChain();
  }

  private void remember(SdkCredentialsSource<C> last, Memory<C> before) {
    memory.compareAndSet(before, new Memory<>(before.sdkChain(), last));
  }

  /** Forgets the source that failed, so that the next call asks the whole chain. */
  private void forget(Memory<C> before) {
    SdkCredentialsSource<C> failed = before.last() == pod ? null : before.sdkChain();
    Memory<C> after = new Memory<>(failed == null ? before.sdkChain() : null, null);
    if (memory.compareAndSet(before, after) && failed != null) {
      failed.close();
    }
  }

  private C askAgain(SdkCredentialsSource<C> last, Memory<C> before) {
    try {
      return last.credentials();
    } catch (RuntimeException failure) {
      forget(before);
      throw failure;
    }
  }

  private CompletableFuture<? extends C> askPodAgainAsync(Memory<C> before) {
    CompletableFuture<? extends C> asked = pod.credentialsAsync();
    if (asked.isDone() && !asked.isCompletedExceptionally()) {
      return asked;
    }
    CompletableFuture<C> result = new CompletableFuture<>();
    Futures.then(
        asked,
        (credentials, failure) -> {
          if (failure == null) {
            result.complete(credentials);
          } else {
            // Before the completion, so that the caller's next call asks the whole chain.
            forget(before);
            result.completeExceptionally(failure);
          }
        });
    return result;
  }

  private @Nullable C ofStaticKeys(List<Failure> failures) {
    for (SdkCredentialsSource<C> source : staticKeys) {
      try {
        C keys = source.credentials();
        warnOnce(source);
        return keys;
      } catch (RuntimeException failure) {
        failures.add(new Failure(source.name(), failure));
      }
    }
    return null;
  }

  private void warnOnceIfSwitchedOff() {
    if (!compared.getAndSet(true)) {
      ChainRules.warnIfSwitchedOff(pod.given());
    }
  }

  private void warnOnce(SdkCredentialsSource<C> winner) {
    if (!compared.getAndSet(true) && ChainRules.isIrsaPod(pod.given())) {
      ChainRules.warnOfKeys(winner.name());
    }
  }

  private C ofPod(Memory<C> before, List<Failure> failures) {
    try {
      requireNoProfile();
      C credentials = pod.credentials();
      remember(pod, before);
      return credentials;
    } catch (RuntimeException failure) {
      if (isOfPod(failure)) {
        throw failure;
      }
      failures.add(new Failure(pod.name(), failure));
      return ofSdk(failures);
    }
  }

  private CompletableFuture<C> ofPodAsync(Memory<C> before, List<Failure> failures) {
    try {
      requireNoProfile();
    } catch (RuntimeException conflict) {
      return CompletableFuture.failedFuture(conflict);
    }
    CompletableFuture<C> result = new CompletableFuture<>();
    Futures.then(
        pod.credentialsAsync(),
        (credentials, failure) -> {
          if (failure == null) {
            remember(pod, before);
            result.complete(credentials);
          } else if (isOfPod(failure)) {
            result.completeExceptionally(failure);
          } else {
            failures.add(new Failure(pod.name(), failure));
            Futures.forward(Futures.inBackground(() -> ofSdk(failures)), result);
          }
        });
    return result;
  }

  private void requireNoProfile() {
    MisconfiguredException conflict = ChainRules.profileConflict(pod.given());
    if (conflict != null) {
      throw pod.types().exception(conflict);
    }
  }

  /**
   * Returns whether a failure ends the chain. Only outside a pod it does not. Asks the process
   * itself as well, because settings may make a handle ignore the environment.
   */
  private boolean isOfPod(Throwable failure) {
    return ChainRules.isIrsaPod(pod.given())
        || !(failure.getCause() instanceof MisconfiguredException misconfigured)
        || misconfigured.isConfigured();
  }

  private C ofSdk(List<Failure> failures) {
    warnOnceIfSwitchedOff();
    Memory<C> before = withSdkChain();
    SdkCredentialsSource<C> source = Objects.requireNonNull(before.sdkChain());
    try {
      C credentials = source.credentials();
      remember(source, before);
      return credentials;
    } catch (RuntimeException failure) {
      forget(before);
      failures.add(new Failure(source.name(), failure));
      throw allFailed(failures);
    }
  }

  /**
   * Returns an exception with the failures of all sources. Its cause says why the pod's role is
   * unavailable.
   */
  private RuntimeException allFailed(List<Failure> failures) {
    StringBuilder text = new StringBuilder("No AWS credentials from any provider of the chain:");
    Throwable ofIrsa = null;
    for (Failure failure : failures) {
      String message = String.valueOf(failure.thrown.getMessage()).replace("\n", "\n    ");
      text.append("\n  - ").append(failure.provider).append(": ").append(message);
      ofIrsa = failure.thrown.getCause() instanceof CredentialsException cause ? cause : ofIrsa;
    }
    RuntimeException all = pod.types().exception(text.toString(), ofIrsa, true);
    failures.forEach(failure -> all.addSuppressed(failure.thrown));
    return all;
  }

  /** Returns the state with the SDK's chain, which is created if necessary. */
  private Memory<C> withSdkChain() {
    Memory<C> before = remembered();
    if (before.sdkChain() != null) {
      return before;
    }
    SdkCredentialsSource<C> created = sdkChain.get();
    Memory<C> after = new Memory<>(created, null);
    if (memory.compareAndSet(before, after)) {
      return after;
    }
    // Another thread created it, or the environment of this one was discarded.
    created.close();
    return withSdkChain();
  }
}
