package dev.irsa.sdk.v2;

import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.adapter.HandleSettings;
import dev.irsa.internal.adapter.IrsaSource;
import dev.irsa.internal.adapter.ProfileIdentity;
import dev.irsa.internal.adapter.Profiles;
import dev.irsa.internal.concurrent.Futures;
import dev.irsa.internal.session.SessionRegistry;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * A session whose identity is defined by a profile, which is read on first use, or that of another
 * role on top of it.
 */
final class ProfileSession implements IrsaSource<AwsSessionCredentials> {

  private static final IrsaStatus NOT_ASKED_YET = IrsaStatus.of(IrsaStatus.State.EMPTY);

  private final Supplier<IrsaSource<AwsSessionCredentials>> reader;

  /** Null until the profile was read successfully; failures are not cached. */
  private final AtomicReference<@Nullable IrsaSource<AwsSessionCredentials>> resolved =
      new AtomicReference<>();

  /** The latest asynchronous read. */
  private final AtomicReference<@Nullable CompletableFuture<IrsaSource<AwsSessionCredentials>>>
      reading = new AtomicReference<>();

  /** Another object after all was discarded: what was read before is not used then. */
  private volatile Object sinceForgotten = new Object();

  /** The profile of a restored process may be another. Here because the registry is weak. */
  private final Runnable forgetting = this::forget;

  private ProfileSession(Supplier<IrsaSource<AwsSessionCredentials>> reader) {
    this.reader = reader;
    SessionRegistry.shared().alsoForget(forgetting);
  }

  private void forget() {
    sinceForgotten = new Object();
    reading.set(null);
    IrsaSource<AwsSessionCredentials> before = resolved.getAndSet(null);
    if (before != null) {
      before.close();
    }
  }

  /**
   * Creates a session without reading the profile.
   *
   * @param profiles reads the profiles
   * @param name the name of the profile, or null for that of {@code AWS_PROFILE} or {@code default}
   * @param settings take precedence over the profile
   */
  static ProfileSession of(
      Supplier<Profiles> profiles, @Nullable String name, HandleSettings settings) {
    return new ProfileSession(() -> read(profiles, name, settings));
  }

  @Override
  public AwsSessionCredentials credentials() {
    return resolve().credentials();
  }

  @Override
  public CompletableFuture<? extends AwsSessionCredentials> credentialsAsync() {
    IrsaSource<AwsSessionCredentials> existing = resolved.get();
    return existing != null
        ? existing.credentialsAsync()
        : Futures.compose(resolving(), IrsaSource::credentialsAsync);
  }

  @Override
  public AwsSessionCredentials credentials(CredentialsRequest request) {
    return resolve().credentials(request);
  }

  @Override
  public CompletableFuture<? extends AwsSessionCredentials> credentialsAsync(
      CredentialsRequest request) {
    return Futures.compose(resolving(), session -> session.credentialsAsync(request));
  }

  @Override
  public boolean refresh() {
    return resolve().refresh();
  }

  @Override
  public void invalidate(String accessKeyId) {
    IrsaSource<AwsSessionCredentials> existing = resolved.get();
    if (existing != null) {
      existing.invalidate(accessKeyId);
    }
  }

  @Override
  public IrsaSource<AwsSessionCredentials> forRole(RoleRequest request) {
    return new ProfileSession(() -> resolve().forRole(request));
  }

  @Override
  public IrsaSource<AwsSessionCredentials> chainedRole(RoleRequest request) {
    return new ProfileSession(() -> resolve().chainedRole(request));
  }

  @Override
  public IrsaStatus status() {
    IrsaSource<AwsSessionCredentials> existing = resolved.get();
    return existing == null ? NOT_ASKED_YET : existing.status();
  }

  @Override
  public void close() {
    IrsaSource<AwsSessionCredentials> existing = resolved.get();
    if (existing != null) {
      existing.close();
    }
  }

  /** Reads the profile once for all concurrent callers. */
  private CompletableFuture<IrsaSource<AwsSessionCredentials>> resolving() {
    return reading.updateAndGet(
        current ->
            current == null || current.isDone()
                ? SessionRegistry.inBackground(this::resolve)
                : current);
  }

  private IrsaSource<AwsSessionCredentials> resolve() {
    IrsaSource<AwsSessionCredentials> existing = resolved.get();
    if (existing != null) {
      return existing;
    }
    Object before = sinceForgotten;
    IrsaSource<AwsSessionCredentials> read = reader.get();
    IrsaSource<AwsSessionCredentials> earlier = resolved.compareAndExchange(null, read);
    if (earlier == null && before == sinceForgotten) {
      return read;
    }
    resolved.compareAndSet(read, null);
    read.close();
    return earlier != null ? earlier : resolve();
  }

  private static IrsaSource<AwsSessionCredentials> read(
      Supplier<Profiles> profiles, @Nullable String name, HandleSettings settings) {
    String ofProcess = Profiles.nameInProcess();
    String chosen = name != null ? name : Objects.requireNonNullElse(ofProcess, "default");
    try {
      return settings.open(
          ProfileIdentity.of(profiles.get(), chosen, null, settings.haveRegion()),
          SdkV2Types.PROFILE);
    } catch (CredentialsException failure) {
      throw IrsaCredentialsException.of(failure);
    }
  }
}
