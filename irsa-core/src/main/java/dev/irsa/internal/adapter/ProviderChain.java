package dev.irsa.internal.adapter;

import dev.irsa.IrsaStatus;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.concurrent.IrsaLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which source of a chain gives the credentials: static keys first, then the web identity of the
 * process, then whatever else the process is configured for. A process that is configured for a web
 * identity, even by half, gets that or an exception. Thread-safe.
 *
 * @param <C> the SDK's type of credentials
 */
public final class ProviderChain<C> {

  private final List<CredentialsSource<C>> staticKeys;
  private final IrsaSource<C> irsa;
  private final ReplaceableSources<C> others;
  private final BooleanSupplier isIrsaPod;
  private final SdkTypes<?> sdk;
  private final AtomicBoolean warned = new AtomicBoolean();

  /** Who answered last, when that was not a source of static keys, which may go away. */
  private final AtomicReference<@Nullable CredentialsSource<C>> answering = new AtomicReference<>();

  /**
   * Makes a chain that has asked nobody.
   *
   * @param irsa the web identity of the process
   * @param others makes what comes after it; an exception of it, and one that one of its {@link
   *     IrsaSource}s throws, ends the chain
   * @param isIrsaPod whether the process is configured for a web identity at all
   */
  public ProviderChain(
      List<CredentialsSource<C>> staticKeys,
      IrsaSource<C> irsa,
      Supplier<List<CredentialsSource<C>>> others,
      BooleanSupplier isIrsaPod,
      SdkTypes<?> sdk) {
    this.staticKeys = List.copyOf(staticKeys);
    this.irsa = irsa;
    this.others = new ReplaceableSources<>(others);
    this.isIrsaPod = isIrsaPod;
    this.sdk = sdk;
  }

  /** Returns the credentials of the first source that has some. */
  public C credentials() {
    CredentialsSource<C> known = answering.get();
    if (known != null) {
      return askAgain(known);
    }
    ChainFailures failures = new ChainFailures();
    C keys = ofStaticKeys(failures);
    return keys != null ? keys : ofTheRest(failures);
  }

  /** Never blocks and never throws; what blocks in the SDK is asked on a thread of ours. */
  public CompletableFuture<? extends C> credentialsAsync() {
    CredentialsSource<C> known = answering.get();
    if (known instanceof IrsaSource<C> ours) {
      return askAgainAsync(ours);
    }
    if (known != null) {
      return Futures.inBackground(this::credentials);
    }
    ChainFailures failures = new ChainFailures();
    C keys = ofStaticKeys(failures);
    return keys != null ? CompletableFuture.completedFuture(keys) : ofTheRestAsync(failures);
  }

  /** Refreshes the source that answered last, or asks the chain when none has. */
  public boolean refresh() {
    CredentialsSource<C> known = answering.get();
    if (known != null) {
      return known.refresh();
    }
    C unused = credentials();
    return answering.get() != null;
  }

  /** Says that a service refused credentials, if they can be of the web identity that answered. */
  public void invalidate(String accessKeyId) {
    if (answering.get() instanceof IrsaSource<C> ours) {
      ours.invalidate(accessKeyId);
    }
  }

  /** Returns what is known of the web identity that answered last, or else of the process's. */
  public IrsaStatus status() {
    return answering.get() instanceof IrsaSource<C> ours ? ours.status() : irsa.status();
  }

  /** Gives back all that was taken; a later call takes it again. */
  public void close() {
    answering.set(null);
    irsa.close();
    others.close();
  }

  private C askAgain(CredentialsSource<C> known) {
    try {
      return known.credentials();
    } catch (RuntimeException failure) {
      answering.compareAndSet(known, null);
      throw failure;
    }
  }

  private CompletableFuture<? extends C> askAgainAsync(IrsaSource<C> known) {
    CompletableFuture<? extends C> asked = known.credentialsAsync();
    if (!asked.isDone() || asked.isCompletedExceptionally()) {
      Futures.then(
          asked,
          (credentials, failure) -> {
            if (failure != null) {
              answering.compareAndSet(known, null);
            }
          });
    }
    return asked;
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

  private C ofTheRest(ChainFailures failures) {
    try {
      return remember(irsa, irsa.credentials());
    } catch (RuntimeException failure) {
      if (!isWithoutWebIdentity(failure)) {
        throw failure;
      }
      failures.add(irsa, failure);
      return ofTheOthers(failures);
    }
  }

  private CompletableFuture<C> ofTheRestAsync(ChainFailures failures) {
    CompletableFuture<C> result = new CompletableFuture<>();
    Futures.then(
        irsa.credentialsAsync(),
        (credentials, failure) -> {
          if (failure == null) {
            result.complete(remember(irsa, credentials));
          } else if (isWithoutWebIdentity(failure)) {
            failures.add(irsa, failure);
            Futures.forward(Futures.inBackground(() -> ofTheOthers(failures)), result);
          } else {
            result.completeExceptionally(failure);
          }
        });
    return result;
  }

  /** Only then may anybody else be asked. */
  private static boolean isWithoutWebIdentity(Throwable failure) {
    return failure.getCause() instanceof MisconfiguredException wrong && !wrong.isIrsaPod();
  }

  private C ofTheOthers(ChainFailures failures) {
    List<CredentialsSource<C>> candidates = others.get();
    for (CredentialsSource<C> source : candidates) {
      try {
        return remember(source, source.credentials());
      } catch (RuntimeException failure) {
        if (source instanceof IrsaSource<C>) {
          // Kept, as the web identity of the process is, and nobody is asked after it.
          throw failure;
        }
        failures.add(source, failure);
      }
    }
    others.discard(candidates);
    throw failures.all(sdk);
  }

  private C remember(CredentialsSource<C> source, C credentials) {
    answering.set(source);
    return credentials;
  }

  private void warnOnce(CredentialsSource<C> winner) {
    if (isIrsaPod.getAsBoolean() && warned.compareAndSet(false, true)) {
      IrsaLog.log.warn(
          "The static keys that {} found shadow the pod's IAM role: this process is configured for"
              + " IRSA, and does not use it. Remove the keys to use the role.",
          winner.name());
    }
  }
}
