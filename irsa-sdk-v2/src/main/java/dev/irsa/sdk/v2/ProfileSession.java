package dev.irsa.sdk.v2;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.adapter.CredentialsHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** A session whose identity stands in a profile, which is read when it is first asked for. */
final class ProfileSession implements SessionSource {

  /** "Web identity from a profile, AssumeRoleWithWebIdentity", for the user agent. */
  private static final String PROFILE = "q,k";

  private static final IrsaStatus NOT_ASKED_YET =
      IrsaStatus.builder(IrsaStatus.State.EMPTY).build();

  private final ProfileChoice profile;
  private final Consumer<IrsaCredentials.Builder> configuration;
  private final Function<Consumer<IrsaCredentials.Builder>, CredentialsHandle> core;

  /** Empty until the profile could be read; a failure is not remembered. */
  private final AtomicReference<@Nullable SessionSource> resolved = new AtomicReference<>();

  /** The latest reading for those who must not wait. */
  private final AtomicReference<@Nullable CompletableFuture<SessionSource>> reading =
      new AtomicReference<>();

  /**
   * Makes a session that has not read anything.
   *
   * @param configuration goes before the profile
   * @param core takes a handle
   */
  ProfileSession(
      ProfileChoice profile,
      Consumer<IrsaCredentials.Builder> configuration,
      Function<Consumer<IrsaCredentials.Builder>, CredentialsHandle> core) {
    this.profile = profile;
    this.configuration = configuration;
    this.core = core;
  }

  @Override
  public AwsCredentials credentials() {
    return resolve().credentials();
  }

  @Override
  public CompletableFuture<? extends AwsCredentialsIdentity> credentialsAsync() {
    SessionSource known = resolved.get();
    return known != null
        ? known.credentialsAsync()
        : Answers.<SessionSource, AwsCredentialsIdentity>compose(
            resolving(), SessionSource::credentialsAsync);
  }

  @Override
  public boolean refresh() {
    return resolve().refresh();
  }

  @Override
  public void invalidate(String accessKeyId) {
    SessionSource known = resolved.get();
    if (known != null) {
      known.invalidate(accessKeyId);
    }
  }

  @Override
  public IrsaStatus status() {
    SessionSource known = resolved.get();
    return known == null ? NOT_ASKED_YET : known.status();
  }

  @Override
  public void close() {
    SessionSource known = resolved.get();
    if (known != null) {
      known.close();
    }
  }

  /** Reads the profile once for all who come meanwhile. */
  private CompletableFuture<SessionSource> resolving() {
    return reading.updateAndGet(
        current ->
            current == null || current.isDone() ? Answers.inBackground(this::resolve) : current);
  }

  private SessionSource resolve() {
    SessionSource known = resolved.get();
    if (known != null) {
      return known;
    }
    SessionSource read = read();
    SessionSource earlier = resolved.compareAndExchange(null, read);
    if (earlier == null) {
      return read;
    }
    read.close();
    return earlier;
  }

  private SessionSource read() {
    try {
      ProfileIdentity identity = profile.read();
      Consumer<IrsaCredentials.Builder> settings =
          builder -> {
            apply(identity, builder);
            configuration.accept(builder);
          };
      SessionSource session = new ReopeningSession(() -> core.apply(settings), PROFILE);
      for (ChainedRole role : identity.chain()) {
        session = new ChainedSession(session, role, true);
      }
      return session;
    } catch (CredentialsException wrong) {
      throw IrsaCredentialsException.of(wrong);
    }
  }

  private static void apply(ProfileIdentity identity, IrsaCredentials.Builder builder) {
    builder
        .identityNotFromEnvironment()
        .roleArn(identity.roleArn())
        .webIdentityTokenFile(identity.tokenFile());
    if (identity.region() != null) {
      builder.region(identity.region());
    }
    if (identity.roleSessionName() != null) {
      builder.roleSessionName(identity.roleSessionName());
    }
  }
}
