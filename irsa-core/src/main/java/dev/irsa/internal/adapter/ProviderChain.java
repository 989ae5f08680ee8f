package dev.irsa.internal.adapter;

import dev.irsa.IrsaStatus;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.concurrent.Futures;
import dev.irsa.internal.concurrent.IrsaLog;
import dev.irsa.internal.session.SessionRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Selects the source of credentials in a chain: static keys first, then the web identity of the
 * process, then the other sources for which the process is configured, container credentials among
 * them. If the process is configured for a source of this library, even partly, the chain returns
 * its credentials or throws. Thread-safe.
 *
 * @param <C> the SDK's type of credentials
 */
public final class ProviderChain<C> implements CredentialsSource<C> {

  private final List<CredentialsSource<C>> staticKeys;
  private final IrsaSource<C> irsa;

  /**
   * Creates the other sources when they are needed. They are discarded after they failed or were
   * closed: some providers of the SDKs read files when they are created, and keep the content or
   * the error forever.
   */
  private final Function<IrsaSource<C>, List<CredentialsSource<C>>> factory;

  /**
   * An empty list until they are created, another one each time: what is late does not fit then.
   */
  private final AtomicReference<List<CredentialsSource<C>>> others =
      new AtomicReference<>(new ArrayList<>());

  private final HandleSettings settings;
  private final SdkTypes<?> sdk;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * The source that last returned credentials, unless it was one of static keys, which may be
   * removed.
   */
  private final AtomicReference<@Nullable CredentialsSource<C>> lastSource =
      new AtomicReference<>();

  /**
   * Drops the sources that were configured outside of a pod: a process that is restored from an
   * image may be in one. Referenced here because the registry holds it weakly.
   */
  private final Runnable forgetting =
      new Runnable() {
        @Override
        public void run() {
          List<CredentialsSource<C>> before = dropOthers();
          // Afterwards, as in a close: a call that sets it then looks whether its sources are gone.
          CredentialsSource<C> last = lastSource.get();
          if (last != irsa) {
            lastSource.compareAndSet(last, null);
          }
          try {
            closeAll(before);
          } catch (RuntimeException ofSdk) {
            // They are dropped all the same, and what follows must be discarded, too.
          }
        }
      };

  /**
   * Creates a chain.
   *
   * @param staticKeys the sources of static keys
   * @param irsa the web identity or the container credentials of the process
   * @param others creates the sources that follow, among which the former may be; an exception of
   *     the function, or of an {@link IrsaSource} that is configured, ends the chain
   * @param settings the settings of the session of the process
   * @param sdk creates exceptions of the SDK
   */
  public ProviderChain(
      List<CredentialsSource<C>> staticKeys,
      IrsaSource<? extends C> irsa,
      Function<IrsaSource<C>, List<CredentialsSource<C>>> others,
      HandleSettings settings,
      SdkTypes<?> sdk) {
    this.staticKeys = List.copyOf(staticKeys);
    this.irsa = IrsaSource.widen(irsa);
    this.factory = others;
    this.settings = settings;
    this.sdk = sdk;
    SessionRegistry.shared().alsoForget(forgetting);
  }

  @Override
  public String name() {
    return "IrsaCredentialsProviderChain";
  }

  /** Returns the credentials of the first source that has any. */
  @Override
  public C credentials() {
    CredentialsSource<C> last = lastSource.get();
    if (last != null) {
      return askAgain(last);
    }
    ChainFailures failures = new ChainFailures();
    C keys = ofStaticKeys(failures);
    return keys != null ? keys : ofTheRest(failures);
  }

  /**
   * Returns a future for the credentials. Never blocks and never throws; blocking sources of the
   * SDK are asked on a thread of this library.
   */
  @Override
  public CompletableFuture<? extends C> credentialsAsync() {
    CredentialsSource<C> last = lastSource.get();
    if (last instanceof IrsaSource<C> irsaSource) {
      return askAgainAsync(irsaSource);
    }
    if (last != null) {
      return SessionRegistry.inBackground(this::credentials);
    }
    ChainFailures failures = new ChainFailures();
    C keys = ofStaticKeys(failures);
    return keys != null ? CompletableFuture.completedFuture(keys) : ofTheRestAsync(failures);
  }

  /** Refreshes the source that last returned credentials, or asks the chain if there is none. */
  @Override
  public boolean refresh() {
    CredentialsSource<C> last = lastSource.get();
    if (last != null) {
      return last.refresh();
    }
    C unused = credentials();
    return lastSource.get() != null;
  }

  /** Reports rejected credentials to the source that last returned some. */
  @Override
  public void invalidate(String accessKeyId) {
    CredentialsSource<C> last = lastSource.get();
    if (last != null) {
      last.invalidate(accessKeyId);
    }
  }

  /**
   * Returns the status of the web identity that last returned credentials, or that of the process.
   */
  public IrsaStatus status() {
    return lastSource.get() instanceof IrsaSource<C> irsaSource
        ? irsaSource.status()
        : irsa.status();
  }

  /** Releases the resources of all sources. A later call acquires them again. */
  @Override
  public void close() {
    List<CredentialsSource<C>> closed = dropOthers();
    lastSource.set(null);
    irsa.close();
    closeAll(closed);
  }

  private List<CredentialsSource<C>> dropOthers() {
    return others.getAndSet(new ArrayList<>());
  }

  private static <C> void closeAll(List<CredentialsSource<C>> sources) {
    sources.forEach(CredentialsSource::close);
  }

  /** Returns the other sources, and creates them if necessary. */
  private List<CredentialsSource<C>> others() {
    List<CredentialsSource<C>> existing = Objects.requireNonNull(others.get());
    if (!existing.isEmpty()) {
      return existing;
    }
    List<CredentialsSource<C>> created = factory.apply(irsa);
    if (others.compareAndSet(existing, created)) {
      return created;
    }
    // Others were created or dropped meanwhile.
    closeAll(created);
    return others();
  }

  private C askAgain(CredentialsSource<C> last) {
    try {
      return last.credentials();
    } catch (RuntimeException failure) {
      lastSource.compareAndSet(last, null);
      throw failure;
    }
  }

  private CompletableFuture<? extends C> askAgainAsync(IrsaSource<C> last) {
    CompletableFuture<? extends C> asked = last.credentialsAsync();
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
            // First, so that the next call of the one who waits asks the whole chain.
            lastSource.compareAndSet(last, null);
            result.completeExceptionally(failure);
          }
        });
    return result;
  }

  private @Nullable C ofStaticKeys(ChainFailures failures) {
    for (CredentialsSource<C> source : staticKeys) {
      try {
        C keys = source.credentials();
        warnOnce(source);
        return keys;
      } catch (RuntimeException failure) {
        failures.add(source, failure);
      }
    }
    return null;
  }

  private boolean isAtContainerPlace() {
    return settings.areAtContainerPlace(irsa.status().source());
  }

  private C ofTheRest(ChainFailures failures) {
    if (isAtContainerPlace()) {
      return ofTheOthers(failures);
    }
    try {
      C credentials = irsa.credentials();
      lastSource.set(irsa);
      return credentials;
    } catch (RuntimeException failure) {
      if (!isNotConfigured(failure)) {
        throw failure;
      }
      failures.add(irsa, failure);
      return ofTheOthers(failures);
    }
  }

  private CompletableFuture<C> ofTheRestAsync(ChainFailures failures) {
    if (isAtContainerPlace()) {
      return SessionRegistry.inBackground(() -> ofTheOthers(failures));
    }
    CompletableFuture<C> result = new CompletableFuture<>();
    Futures.then(
        irsa.credentialsAsync(),
        (credentials, failure) -> {
          if (failure == null) {
            lastSource.set(irsa);
            result.complete(credentials);
          } else if (isNotConfigured(failure)) {
            failures.add(irsa, failure);
            Futures.forward(SessionRegistry.inBackground(() -> ofTheOthers(failures)), result);
          } else {
            result.completeExceptionally(failure);
          }
        });
    return result;
  }

  /**
   * Returns whether the process is not configured for a source of this library. Only then are other
   * sources asked.
   */
  private static boolean isNotConfigured(Throwable failure) {
    return failure.getCause() instanceof MisconfiguredException misconfigured
        && !misconfigured.isConfigured();
  }

  private C ofTheOthers(ChainFailures failures) {
    List<CredentialsSource<C>> candidates = others();
    for (CredentialsSource<C> source : candidates) {
      try {
        C credentials = source.credentials();
        if (!(source instanceof IrsaSource<C>)) {
          // A profile comes before container credentials.
          warnOnce(source);
        }
        lastSource.set(source);
        if (others.get() != candidates) {
          // They were closed meanwhile, and what a later call finds may be configured otherwise.
          lastSource.compareAndSet(source, null);
        }
        return credentials;
      } catch (RuntimeException failure) {
        if (source instanceof IrsaSource<C> && !isNotConfigured(failure)) {
          // The source is kept, like the web identity of the process, and no other source is asked.
          throw failure;
        }
        failures.add(source, failure);
      }
    }
    if (others.compareAndSet(candidates, new ArrayList<>())) {
      closeAll(candidates);
    }
    throw failures.all(sdk);
  }

  private void warnOnce(CredentialsSource<C> winner) {
    if (settings.areOfAnIrsaPod() && warned.compareAndSet(false, true)) {
      IrsaLog.log.warn(
          "The credentials that {} found shadow the pod's IAM role: this process is configured for"
              + " IRSA or EKS Pod Identity, and does not use it. Remove them to use the role.",
          winner.name());
    }
  }
}
