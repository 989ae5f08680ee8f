package com.amazonaws.auth;

import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.model.AssumeRoleWithWebIdentityRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * SDK v1's web identity provider with scaled refresh windows, for sessions of seconds. The windows
 * are constants in the SDK; the refresh task is the SDK's own. Thread-safe.
 */
public final class ScaledWebIdentityProvider implements AWSCredentialsProvider {

  private final AWSSecurityTokenService sts;
  private final String roleArn;
  private final Path tokenFile;
  private final RefreshableTask<SessionCredentialsHolder> task;

  /**
   * Creates a provider.
   *
   * @param blocking replaces the SDK's blocking window of 1 min
   * @param background replaces the SDK's background window of 5 min
   */
  public ScaledWebIdentityProvider(
      AWSSecurityTokenService sts,
      String roleArn,
      Path tokenFile,
      Duration blocking,
      Duration background) {
    this.sts = sts;
    this.roleArn = roleArn;
    this.tokenFile = tokenFile;
    this.task = task(blocking, background);
  }

  // The builder has a raw type in the SDK.
  @SuppressWarnings({"unchecked", "rawtypes"})
  private RefreshableTask<SessionCredentialsHolder> task(Duration blocking, Duration background) {
    return (RefreshableTask<SessionCredentialsHolder>)
        new RefreshableTask.Builder()
            .withRefreshCallable(this::newSession)
            .withBlockingRefreshPredicate(new EndsWithin(blocking))
            .withAsyncRefreshPredicate(new EndsWithin(background))
            .build();
  }

  private SessionCredentialsHolder newSession() throws IOException {
    return new SessionCredentialsHolder(
        sts.assumeRoleWithWebIdentity(
                new AssumeRoleWithWebIdentityRequest()
                    .withRoleArn(roleArn)
                    .withWebIdentityToken(Files.readString(tokenFile))
                    .withRoleSessionName("bench"))
            .getCredentials());
  }

  @Override
  public AWSCredentials getCredentials() {
    return task.getValue().getSessionCredentials();
  }

  @Override
  public void refresh() {
    var unused = task.forceGetValue();
  }

  private static final class EndsWithin
      extends com.amazonaws.internal.SdkPredicate<SessionCredentialsHolder> {
    private final long millis;

    EndsWithin(Duration window) {
      this.millis = window.toMillis();
    }

    @Override
    public boolean test(SessionCredentialsHolder holder) {
      return holder == null
          || holder.getSessionCredentialsExpiration().toInstant().toEpochMilli()
                  - System.currentTimeMillis()
              < millis;
    }
  }
}
