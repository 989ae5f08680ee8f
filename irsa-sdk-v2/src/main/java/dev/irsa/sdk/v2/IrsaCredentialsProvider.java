package dev.irsa.sdk.v2;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.IrsaStatus;
import dev.irsa.internal.adapter.HandleSettings;
import dev.irsa.internal.adapter.IrsaSource;
import dev.irsa.internal.adapter.ProviderSettings;
import dev.irsa.internal.adapter.ReopeningHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.Identity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials of the pod's IAM role for clients of AWS SDK for Java 2.x.
 *
 * <p>Thread-safe. While valid credentials exist no call waits for STS; they are refreshed ahead, in
 * the background. All providers of one identity share one session. Errors are {@link
 * IrsaCredentialsException}s.
 *
 * <p>The constructors and factories do no I/O and check only the values that they are given. What
 * is missing from the environment is reported by the first request for credentials.
 *
 * <p>{@link #close} gives back this provider's hold on the session, and a later call takes a new
 * one: SDK clients close the provider that they were given, also when others use it. Valid
 * credentials stay in hand over a close, so a client or a provider for each request costs no call;
 * {@link IrsaCredentials#forgetAll} drops them.
 *
 * @since 0.1
 */
public final class IrsaCredentialsProvider implements AwsCredentialsProvider, SdkAutoCloseable {

  private final IrsaSource<AwsSessionCredentials> session;

  /** What it was told, for {@link #toBuilder}. */
  private final Told told;

  /** Creates a provider configured by the environment. Called by frameworks, by class name. */
  public IrsaCredentialsProvider() {
    this(builder());
  }

  /**
   * Creates a provider with settings under the keys of {@link #create(Map)}. Other properties, of
   * the framework or of its user, are ignored.
   *
   * @throws IrsaCredentialsException if a key differs from a known one only by case, separators or
   *     one letter; the message lists the known ones
   */
  public IrsaCredentialsProvider(Properties properties) {
    this(builder(() -> ProviderSettings.among(properties)));
  }

  /** Creates a provider with settings, as {@link #create(String...)} does. */
  public IrsaCredentialsProvider(String[] settings) {
    this(builder(() -> ProviderSettings.ofAssignments(settings)));
  }

  private IrsaCredentialsProvider(Builder builder) {
    this(builder.told.session(), builder.told);
  }

  private IrsaCredentialsProvider(IrsaSource<AwsSessionCredentials> session, Told told) {
    this.session = session;
    this.told = told;
  }

  IrsaCredentialsProvider(IrsaSource<AwsSessionCredentials> session) {
    this(session, Told.NOTHING);
  }

  /** Creates a provider configured by the environment. */
  public static IrsaCredentialsProvider create() {
    return new IrsaCredentialsProvider();
  }

  /**
   * Creates a provider with settings: {@code role-arn}, {@code web-identity-token-file}, {@code
   * role-session-name}, {@code region}, {@code duration-seconds}. A setting that is missing or
   * blank comes from the environment. Keys with a dot that resemble none of these belong to the
   * framework and are ignored.
   *
   * @throws IrsaCredentialsException if there is an unknown key; the message lists the known ones
   */
  public static IrsaCredentialsProvider create(Map<String, String> settings) {
    return builder(() -> ProviderSettings.ofPrefix(settings)).build();
  }

  /**
   * Creates a provider with settings, each {@code key=value} with a key of {@link #create(Map)}:
   * {@code create("role-arn=arn:…")}, not {@code create("arn:…")}.
   *
   * @throws IrsaCredentialsException if one has no value or an unknown key; the message says what
   *     to write
   */
  public static IrsaCredentialsProvider create(String... settings) {
    return new IrsaCredentialsProvider(settings);
  }

  /** Returns a builder with settings that a framework gave; what is wrong with them is thrown. */
  static Builder builder(Supplier<ProviderSettings> settings) {
    return new Builder(Told.NOTHING.with(HandleSettings.of(settings, SdkV2Types.ENVIRONMENT)));
  }

  /** Returns a builder whose unset values come from the environment. */
  public static Builder builder() {
    return new Builder(Told.NOTHING);
  }

  /** Returns a builder with the settings of this provider, which does not change. */
  public Builder toBuilder() {
    return new Builder(told);
  }

  /**
   * Returns session credentials: at once while valid ones exist, the same object until the next
   * refresh.
   *
   * @throws IrsaCredentialsException if there are none
   */
  @Override
  public AwsCredentials resolveCredentials() {
    return session.credentials();
  }

  /** Never blocks, and reports failures only through the future. */
  @Override
  public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
    return SdkV2Types.identity(session);
  }

  /** As {@link #resolveIdentity(ResolveIdentityRequest)}. */
  @Override
  public CompletableFuture<AwsCredentialsIdentity> resolveIdentity() {
    return SdkV2Types.identity(session);
  }

  /**
   * Reports that a service refused this identity, so that the next call gets new credentials. SDKs
   * newer than 2.57 call this; with older ones use {@link RejectedCredentialsInterceptor}.
   *
   * @return a completed future
   */
  // Overrides IdentityProvider.invalidate where the SDK has it, by its erasure; no @Override, since
  // the SDK that this is compiled with does not have it.
  public CompletableFuture<Void> invalidate(Identity identity) {
    if (identity instanceof AwsCredentialsIdentity credentials) {
      invalidate(credentials.accessKeyId());
    }
    return CompletableFuture.completedFuture(null);
  }

  /**
   * Reports that a service refused the credentials with this key. Does nothing when they are no
   * longer current.
   */
  public void invalidate(String accessKeyId) {
    session.invalidate(accessKeyId);
  }

  /**
   * Refreshes the credentials now, and waits until that is done.
   *
   * @return true when new credentials are in place, false when that failed and the old ones are
   *     still valid
   * @throws IrsaCredentialsException if it failed and there are no valid ones
   */
  public boolean refresh() {
    return session.refresh();
  }

  /** Returns what is known at this moment. Never blocks, and begins nothing. */
  public IrsaStatus status() {
    return session.status();
  }

  /**
   * Returns a provider of another role, which this role may assume. Needs {@code
   * software.amazon.awssdk:sts} on the class path.
   */
  public ChainedRoleCredentialsProvider chainedRole(String roleArn) {
    return chainedRole(ChainedRole.of(roleArn));
  }

  /** As {@link #chainedRole(String)}, with all that AssumeRole may be told. */
  public ChainedRoleCredentialsProvider chainedRole(ChainedRole role) {
    return new ChainedRoleCredentialsProvider(new ChainedSession(session, role, false));
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public String toString() {
    return "IrsaCredentialsProvider";
  }

  IrsaSource<AwsSessionCredentials> source() {
    return session;
  }

  /**
   * What a builder was told. Immutable.
   *
   * @param profileName the profile, or null
   * @param profileFile reads profiles, or null
   */
  private record Told(
      HandleSettings settings,
      @Nullable String profileName,
      @Nullable Supplier<ProfileFile> profileFile) {

    static final Told NOTHING = new Told(HandleSettings.none(), null, null);

    Told with(HandleSettings other) {
      return new Told(other, profileName, profileFile);
    }

    IrsaSource<AwsSessionCredentials> session() {
      SdkV2Types.requireSupported();
      if (profileName == null && profileFile == null) {
        return new ReopeningHandle<>(settings, SdkV2Types.ENVIRONMENT);
      }
      return new ProfileSession(
          profileFile == null ? ProfileFile::defaultProfileFile : profileFile,
          profileName,
          settings);
    }
  }

  /**
   * Collects settings. What is not set comes from the environment; what is set last counts. Not
   * thread-safe.
   */
  public static final class Builder {

    private Told told;

    private Builder(Told told) {
      this.told = told;
    }

    /** Sets the role, an ARN. */
    public Builder roleArn(String roleArn) {
      return with(told.settings.withRoleArn(roleArn));
    }

    /** Sets the file that kubelet keeps the token in. */
    public Builder webIdentityTokenFile(Path file) {
      return with(told.settings.withTokenFile(file));
    }

    /** Sets the session name, 2 to 64 characters; by default it names the pod. */
    public Builder roleSessionName(String name) {
      return with(told.settings.withRoleSessionName(name));
    }

    /** Sets the region whose STS is called. */
    public Builder region(String region) {
      return with(told.settings.withRegion(region));
    }

    /** Sets the region whose STS is called. */
    public Builder region(Region region) {
      return region(region.id());
    }

    /** Sets how long a session lasts, 15 min to 12 h; by default STS decides (1 h). */
    public Builder sessionDuration(Duration duration) {
      return with(told.settings.withSessionDuration(duration));
    }

    /** Registers a listener for the credentials. */
    public Builder listener(IrsaListener listener) {
      return with(told.settings.withListener(listener));
    }

    /** Fetches the first credentials in the background as soon as the provider is built. */
    public Builder eager() {
      return with(told.settings.eager());
    }

    /**
     * Sets anything else that {@link IrsaCredentials.Builder} knows: refresh policy, trust, proxy,
     * executor, deadline.
     *
     * @param settings called for each session that the provider opens, so more than once
     */
    public Builder configure(Consumer<IrsaCredentials.Builder> settings) {
      return with(told.settings.with(settings));
    }

    /**
     * Takes role, token file, session name and region from this profile of the shared
     * configuration, not from the environment; what is set by this builder goes before it. A
     * profile with {@code source_profile} assumes its role by means of the other's. It is read when
     * credentials are first asked for.
     */
    public Builder profile(String name) {
      told = new Told(told.settings, name, told.profileFile);
      return this;
    }

    /**
     * Sets where profiles are read; the default is {@link ProfileFile#defaultProfileFile}. Without
     * {@link #profile} it is the profile of {@code AWS_PROFILE}, or {@code default}.
     */
    public Builder profileFile(Supplier<ProfileFile> file) {
      told = new Told(told.settings, told.profileName, file);
      return this;
    }

    private Builder with(HandleSettings settings) {
      told = told.with(settings);
      return this;
    }

    /**
     * Builds the provider.
     *
     * @throws IrsaCredentialsException if a value that was set here is wrong (with a profile the
     *     first request reports it), or if the SDK on the class path is older than 2.23.19
     */
    public IrsaCredentialsProvider build() {
      return new IrsaCredentialsProvider(this);
    }
  }
}
