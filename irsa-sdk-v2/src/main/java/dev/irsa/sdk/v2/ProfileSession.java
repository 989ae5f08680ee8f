package dev.irsa.sdk.v2;

import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.adapter.Futures;
import dev.irsa.internal.adapter.HandleSettings;
import dev.irsa.internal.adapter.IrsaSource;
import dev.irsa.internal.adapter.ProfileIdentity;
import dev.irsa.internal.adapter.ReopeningHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/** A session whose identity stands in a profile, which is read when it is first asked for. */
final class ProfileSession implements IrsaSource<AwsSessionCredentials> {

  private static final IrsaStatus NOT_ASKED_YET =
      IrsaStatus.builder(IrsaStatus.State.EMPTY).build();

  private final Supplier<ProfileFile> file;
  private final @Nullable String name;
  private final HandleSettings settings;

  /** Empty until the profile could be read; a failure is not remembered. */
  private final AtomicReference<@Nullable IrsaSource<AwsSessionCredentials>> resolved =
      new AtomicReference<>();

  /** The latest reading for those who must not wait. */
  private final AtomicReference<@Nullable CompletableFuture<IrsaSource<AwsSessionCredentials>>>
      reading = new AtomicReference<>();

  /**
   * Makes a session that has not read anything.
   *
   * @param file reads the file
   * @param name the profile, or null: that of {@code AWS_PROFILE}, or {@code default}
   * @param settings go before the profile
   */
  ProfileSession(Supplier<ProfileFile> file, @Nullable String name, HandleSettings settings) {
    this.file = file;
    this.name = name;
    this.settings = settings;
  }

  /** Returns a session of what a profile said. */
  static IrsaSource<AwsSessionCredentials> of(ProfileIdentity identity, HandleSettings settings) {
    IrsaSource<AwsSessionCredentials> session =
        new ReopeningHandle<>(settings.over(identity), SdkV2Types.PROFILE);
    for (ProfileIdentity.Role role : identity.chain()) {
      session = new ChainedSession(session, ChainedRole.of(role), true);
    }
    return session;
  }

  @Override
  public AwsSessionCredentials credentials() {
    return resolve().credentials();
  }

  @Override
  public CompletableFuture<? extends AwsSessionCredentials> credentialsAsync() {
    IrsaSource<AwsSessionCredentials> known = resolved.get();
    return known != null
        ? known.credentialsAsync()
        : Futures.<IrsaSource<AwsSessionCredentials>, AwsSessionCredentials>compose(
            resolving(), IrsaSource::credentialsAsync);
  }

  @Override
  public boolean refresh() {
    return resolve().refresh();
  }

  @Override
  public void invalidate(String accessKeyId) {
    IrsaSource<AwsSessionCredentials> known = resolved.get();
    if (known != null) {
      known.invalidate(accessKeyId);
    }
  }

  @Override
  public IrsaStatus status() {
    IrsaSource<AwsSessionCredentials> known = resolved.get();
    return known == null ? NOT_ASKED_YET : known.status();
  }

  @Override
  public void close() {
    IrsaSource<AwsSessionCredentials> known = resolved.get();
    if (known != null) {
      known.close();
    }
  }

  /** Reads the profile once for all who come meanwhile. */
  private CompletableFuture<IrsaSource<AwsSessionCredentials>> resolving() {
    return reading.updateAndGet(
        current ->
            current == null || current.isDone() ? Futures.inBackground(this::resolve) : current);
  }

  private IrsaSource<AwsSessionCredentials> resolve() {
    IrsaSource<AwsSessionCredentials> known = resolved.get();
    if (known != null) {
      return known;
    }
    IrsaSource<AwsSessionCredentials> read = read();
    IrsaSource<AwsSessionCredentials> earlier = resolved.compareAndExchange(null, read);
    if (earlier == null) {
      return read;
    }
    read.close();
    return earlier;
  }

  private IrsaSource<AwsSessionCredentials> read() {
    String chosen =
        name == null ? ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow() : name;
    try {
      FileProfiles profiles = new FileProfiles(file.get());
      return of(ProfileIdentity.of(profiles, chosen, null, settings.haveRegion()), settings);
    } catch (CredentialsException wrong) {
      throw IrsaCredentialsException.of(wrong);
    }
  }
}
