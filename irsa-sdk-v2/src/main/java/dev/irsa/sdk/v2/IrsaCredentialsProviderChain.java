package dev.irsa.sdk.v2;

import dev.irsa.credentials.MisconfiguredException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.Identity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The SDK's default order with the pod's role in the web identity place: system properties,
 * environment, <b>IRSA</b>, profile, container, instance profile.
 *
 * <p>In a pod configured for IRSA, even by half, the chain ends there: with credentials of the role
 * or an {@link IrsaCredentialsException}, never with the identity of the node. A profile that leads
 * to a web identity, also by {@code source_profile}, is IRSA as well and is served as by {@link
 * IrsaCredentialsProvider.Builder#profile}; where it names no region that of the process counts.
 * What else a profile or the container's variables are configured for ends the chain, too, and so
 * does a shared configuration that cannot be read or lacks the profile of {@code AWS_PROFILE}.
 *
 * <p>Static keys before IRSA win, with one warning. A failure is not remembered: the next call asks
 * anew. When all fail, each provider's own exception is a suppressed one of what is thrown.
 *
 * <p>Thread-safe. {@link #close} gives back what was taken; a later call takes it again.
 */
public final class IrsaCredentialsProviderChain
    implements AwsCredentialsProvider, SdkAutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IrsaCredentialsProviderChain.class);

  private final List<AwsCredentialsProvider> staticKeys;
  private final IrsaCredentialsProvider irsa;
  private final ReplaceableProviders others;
  private final AtomicBoolean warned = new AtomicBoolean();

  /** Who answered last, when that was not a provider of static keys, which may go away. */
  private final AtomicReference<@Nullable AwsCredentialsProvider> answering =
      new AtomicReference<>();

  /** Makes a chain. Frameworks call it by the class's name. */
  public IrsaCredentialsProviderChain() {
    this(
        List.of(
            SystemPropertyCredentialsProvider.create(),
            EnvironmentVariableCredentialsProvider.create()),
        IrsaCredentialsProvider.create(),
        OtherProviders::configured);
  }

  IrsaCredentialsProviderChain(
      List<AwsCredentialsProvider> staticKeys,
      IrsaCredentialsProvider irsa,
      Supplier<List<AwsCredentialsProvider>> others) {
    this.staticKeys = staticKeys;
    this.irsa = irsa;
    this.others = new ReplaceableProviders(others);
  }

  /** Makes a chain. */
  public static IrsaCredentialsProviderChain create() {
    return new IrsaCredentialsProviderChain();
  }

  /**
   * Returns the credentials of the first provider that has some.
   *
   * @throws IrsaCredentialsException if the pod is configured for IRSA and that failed, or if every
   *     provider failed
   */
  @Override
  public AwsCredentials resolveCredentials() {
    AwsCredentialsProvider known = answering.get();
    if (known != null) {
      return askAgain(known);
    }
    ChainFailures failures = new ChainFailures();
    AwsCredentials keys = firstOf(staticKeys, failures);
    if (keys != null) {
      return keys;
    }
    try {
      return remember(irsa, irsa.resolveCredentials());
    } catch (RuntimeException failure) {
      return passOver(failure, failures);
    }
  }

  /**
   * Never blocks; tells failures through the future only. What comes after IRSA blocks in the SDK,
   * and is asked on the common pool.
   */
  @Override
  public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
    AwsCredentialsProvider known = answering.get();
    if (known instanceof IrsaCredentialsProvider ours) {
      return ask(ours);
    }
    if (known != null) {
      return Answers.inBackground(this::resolveCredentials);
    }
    ChainFailures failures = new ChainFailures();
    AwsCredentials keys = firstOf(staticKeys, failures);
    return keys != null ? CompletableFuture.completedFuture(keys) : askIrsaFirst(failures);
  }

  private CompletableFuture<AwsCredentialsIdentity> ask(IrsaCredentialsProvider ours) {
    CompletableFuture<AwsCredentialsIdentity> asked = ours.resolveIdentity();
    if (!asked.isDone() || asked.isCompletedExceptionally()) {
      Answers.then(asked, (identity, failure) -> forgetAfter(failure, ours));
    }
    return asked;
  }

  private CompletableFuture<AwsCredentialsIdentity> askIrsaFirst(ChainFailures failures) {
    CompletableFuture<AwsCredentialsIdentity> answer = new CompletableFuture<>();
    Answers.then(
        irsa.resolveIdentity(),
        (identity, failure) -> {
          if (failure == null) {
            answer.complete(remember(irsa, identity));
          } else if (isNoIrsaPod(failure)) {
            failures.add(irsa, failure);
            Answers.forward(Answers.inBackground(() -> firstOther(failures)), answer);
          } else {
            answer.completeExceptionally(failure);
          }
        });
    return answer;
  }

  private AwsCredentials askAgain(AwsCredentialsProvider known) {
    try {
      return known.resolveCredentials();
    } catch (RuntimeException failure) {
      forgetAfter(failure, known);
      throw failure;
    }
  }

  private void forgetAfter(@Nullable Throwable failure, AwsCredentialsProvider provider) {
    if (failure != null) {
      answering.compareAndSet(provider, null);
    }
  }

  private <T> T remember(AwsCredentialsProvider provider, T credentials) {
    answering.set(provider);
    return credentials;
  }

  /** Goes on behind IRSA only if nothing in the process speaks of it. */
  private AwsCredentials passOver(RuntimeException failure, ChainFailures failures) {
    if (!isNoIrsaPod(failure)) {
      throw failure;
    }
    failures.add(irsa, failure);
    return firstOther(failures);
  }

  private static boolean isNoIrsaPod(Throwable failure) {
    return failure.getCause() instanceof MisconfiguredException wrong && !wrong.isIrsaPod();
  }

  private AwsCredentials firstOther(ChainFailures failures) {
    List<AwsCredentialsProvider> candidates = others.get();
    for (AwsCredentialsProvider provider : candidates) {
      try {
        return remember(provider, provider.resolveCredentials());
      } catch (IrsaCredentialsException ofTheProfile) {
        // Kept, as the IRSA of the environment is, and nobody is asked after it.
        throw ofTheProfile;
      } catch (RuntimeException failure) {
        failures.add(provider, failure);
      }
    }
    others.discard(candidates);
    throw failures.all();
  }

  private @Nullable AwsCredentials firstOf(
      List<AwsCredentialsProvider> providers, ChainFailures failures) {
    for (AwsCredentialsProvider provider : providers) {
      try {
        AwsCredentials keys = provider.resolveCredentials();
        warnOnce(provider);
        return keys;
      } catch (RuntimeException failure) {
        failures.add(provider, failure);
      }
    }
    return null;
  }

  private void warnOnce(AwsCredentialsProvider winner) {
    boolean shadows =
        isSet(SdkSystemSetting.AWS_ROLE_ARN) || isSet(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE);
    if (shadows && warned.compareAndSet(false, true)) {
      LOG.warn(
          "The static keys that {} found shadow the pod's IAM role: this process is configured for"
              + " IRSA, and does not use it. Remove the keys to use the role.",
          winner.getClass().getSimpleName());
    }
  }

  private static boolean isSet(SdkSystemSetting setting) {
    return setting.getStringValue().filter(value -> !value.isBlank()).isPresent();
  }

  /**
   * Is told that a service refused this identity; as {@link
   * IrsaCredentialsProvider#invalidate(Identity)}.
   *
   * @return a completed future
   */
  public CompletableFuture<Void> invalidate(Identity identity) {
    if (identity instanceof AwsCredentialsIdentity credentials) {
      invalidate(credentials.accessKeyId());
    }
    return CompletableFuture.completedFuture(null);
  }

  /**
   * Is told that a service refused the credentials with this key. Does nothing when they are not of
   * the IRSA that answered last.
   */
  public void invalidate(String accessKeyId) {
    if (answering.get() instanceof IrsaCredentialsProvider ours) {
      ours.invalidate(accessKeyId);
    }
  }

  @Override
  public void close() {
    answering.set(null);
    irsa.close();
    others.close();
  }

  @Override
  public String toString() {
    return "IrsaCredentialsProviderChain";
  }
}
