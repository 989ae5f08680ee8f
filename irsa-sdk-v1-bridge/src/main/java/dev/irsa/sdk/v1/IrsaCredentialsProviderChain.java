package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.EnvironmentVariableCredentialsProvider;
import com.amazonaws.auth.SystemPropertiesCredentialsProvider;
import dev.irsa.credentials.MisconfiguredException;
import java.io.Closeable;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SDK's default order with the pod's role in the web identity place: environment, system
 * properties, <b>IRSA</b>, profile, container or instance profile.
 *
 * <p>In a pod configured for IRSA, even by half, the chain ends there: with credentials of the role
 * or an {@link IrsaCredentialsException}, never with the identity of the node. A profile with a web
 * identity is IRSA as well, and served; where it names no region that of the process counts. One
 * that leads to a web identity by {@code source_profile} is an error here: use {@code irsa-sdk-v2}.
 * What else a profile or the container's variables are configured for ends the chain, too, and so
 * does a shared configuration that cannot be read or lacks the profile of {@code AWS_PROFILE}.
 *
 * <p>Static keys before IRSA win, with one warning. A failure is not remembered: the next call asks
 * anew. When all fail, each provider's own exception is a suppressed one of what is thrown.
 *
 * <p>Thread-safe. {@link #close} gives back what was taken; a later call takes it again.
 */
public final class IrsaCredentialsProviderChain implements AWSCredentialsProvider, Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(IrsaCredentialsProviderChain.class);
  private static final List<String> VARIABLES =
      List.of("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE");
  private static final List<String> PROPERTIES = List.of("aws.roleArn", "aws.webIdentityTokenFile");

  private final List<AWSCredentialsProvider> staticKeys;
  private final IrsaCredentialsProvider irsa;
  private final Supplier<List<AWSCredentialsProvider>> othersFactory;
  private final AtomicReference<@Nullable List<AWSCredentialsProvider>> others =
      new AtomicReference<>();
  private final AtomicBoolean warned = new AtomicBoolean();

  /** Who answered last, when that was not a provider of static keys, which may go away. */
  private final AtomicReference<@Nullable AWSCredentialsProvider> answering =
      new AtomicReference<>();

  /** Makes a chain. Frameworks call it by the class's name. */
  public IrsaCredentialsProviderChain() {
    this(
        List.of(
            new EnvironmentVariableCredentialsProvider(),
            new SystemPropertiesCredentialsProvider()),
        IrsaCredentialsProvider.getInstance(),
        new OtherProviders(System::getenv)::configured);
  }

  IrsaCredentialsProviderChain(
      List<AWSCredentialsProvider> staticKeys,
      IrsaCredentialsProvider irsa,
      Supplier<List<AWSCredentialsProvider>> others) {
    this.staticKeys = staticKeys;
    this.irsa = irsa;
    this.othersFactory = others;
  }

  /** Makes a chain; each call gives another one. Frameworks call it by the class's name. */
  public static IrsaCredentialsProviderChain getInstance() {
    return new IrsaCredentialsProviderChain();
  }

  /**
   * Returns the credentials of the first provider that has some.
   *
   * @throws IrsaCredentialsException if the pod is configured for IRSA and that failed, or if every
   *     provider failed
   */
  @Override
  public AWSCredentials getCredentials() {
    AWSCredentialsProvider known = answering.get();
    if (known != null) {
      return askAgain(known);
    }
    ChainFailures failures = new ChainFailures();
    AWSCredentials keys = firstOf(staticKeys, failures);
    if (keys != null) {
      return keys;
    }
    try {
      return remember(irsa, irsa.getCredentials());
    } catch (RuntimeException failure) {
      return passOver(failure, failures);
    }
  }

  /** Refreshes the provider that answered last, as it does itself; nobody else is asked. */
  @Override
  public void refresh() {
    AWSCredentialsProvider known = answering.get();
    if (known != null) {
      known.refresh();
    }
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
    List<AWSCredentialsProvider> known = others.getAndSet(null);
    if (known != null) {
      closeOurs(known);
    }
  }

  private AWSCredentials askAgain(AWSCredentialsProvider known) {
    try {
      return known.getCredentials();
    } catch (RuntimeException failure) {
      answering.compareAndSet(known, null);
      throw failure;
    }
  }

  private AWSCredentials remember(AWSCredentialsProvider provider, AWSCredentials credentials) {
    answering.set(provider);
    return credentials;
  }

  /** Goes on behind IRSA only if nothing in the process speaks of it. */
  private AWSCredentials passOver(RuntimeException failure, ChainFailures failures) {
    if (!(failure.getCause() instanceof MisconfiguredException wrong) || wrong.isIrsaPod()) {
      throw failure;
    }
    failures.add(irsa, failure);
    return firstOther(failures);
  }

  private AWSCredentials firstOther(ChainFailures failures) {
    List<AWSCredentialsProvider> candidates = others();
    for (AWSCredentialsProvider provider : candidates) {
      try {
        return remember(provider, provider.getCredentials());
      } catch (IrsaCredentialsException ofTheProfile) {
        // Kept, as the IRSA of the environment is, and nobody is asked after it.
        throw ofTheProfile;
      } catch (RuntimeException failure) {
        failures.add(provider, failure);
      }
    }
    // Some keep what they found, or an error, for ever.
    others.compareAndSet(candidates, null);
    throw failures.all();
  }

  private List<AWSCredentialsProvider> others() {
    List<AWSCredentialsProvider> known = others.get();
    if (known != null) {
      return known;
    }
    List<AWSCredentialsProvider> fresh = othersFactory.get();
    List<AWSCredentialsProvider> earlier = others.compareAndExchange(null, fresh);
    if (earlier == null) {
      return fresh;
    }
    closeOurs(fresh);
    return earlier;
  }

  /** The SDK's hold nothing that would have to be closed. */
  private static void closeOurs(List<AWSCredentialsProvider> providers) {
    for (AWSCredentialsProvider provider : providers) {
      if (provider instanceof IrsaCredentialsProvider ours) {
        ours.close();
      }
    }
  }

  private @Nullable AWSCredentials firstOf(
      List<AWSCredentialsProvider> providers, ChainFailures failures) {
    for (AWSCredentialsProvider provider : providers) {
      try {
        AWSCredentials keys = provider.getCredentials();
        warnOnce(provider);
        return keys;
      } catch (RuntimeException failure) {
        failures.add(provider, failure);
      }
    }
    return null;
  }

  private void warnOnce(AWSCredentialsProvider winner) {
    if (isIrsaPod() && warned.compareAndSet(false, true)) {
      LOG.warn(
          "The static keys that {} found shadow the pod's IAM role: this process is configured for"
              + " IRSA, and does not use it. Remove the keys to use the role.",
          winner.getClass().getSimpleName());
    }
  }

  private static boolean isIrsaPod() {
    return VARIABLES.stream().map(System::getenv).anyMatch(IrsaCredentialsProviderChain::isSet)
        || PROPERTIES.stream()
            .map(System::getProperty)
            .anyMatch(IrsaCredentialsProviderChain::isSet);
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isBlank();
  }

  @Override
  public String toString() {
    return "IrsaCredentialsProviderChain";
  }
}
