package dev.irsa;

import dev.irsa.identity.RefreshPolicy;
import dev.irsa.identity.SessionCredentials;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/** The credentials of a pod's IAM role. */
@SuppressWarnings("DoNotCallSuggester")
public final class IrsaCredentials implements AutoCloseable {

  private IrsaCredentials() {}

  public static IrsaCredentials fromEnvironment() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Credentials now, or the typed error. */
  public SessionCredentials credentials() {
    throw new UnsupportedOperationException();
  }

  public SessionCredentials credentials(Duration deadline) {
    throw new UnsupportedOperationException();
  }

  public CompletableFuture<SessionCredentials> credentialsAsync() {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns true when new credentials are in place; false when it failed and the old ones are still
   * valid.
   */
  public boolean refresh() {
    throw new UnsupportedOperationException();
  }

  public void invalidate(String accessKeyId) {
    throw new UnsupportedOperationException();
  }

  public IrsaCredentials forRole(String roleArn) {
    throw new UnsupportedOperationException();
  }

  public IrsaStatus status() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  /** Builds. */
  public static final class Builder {
    private Builder() {}

    public Builder roleArn(String roleArn) {
      return this;
    }

    public Builder webIdentityTokenFile(Path file) {
      return this;
    }

    public Builder roleSessionName(String name) {
      return this;
    }

    public Builder region(String region) {
      return this;
    }

    public Builder stsRegionalEndpoints(String regionalOrLegacy) {
      return this;
    }

    public Builder useFipsEndpoint(boolean fips) {
      return this;
    }

    public Builder useDualstackEndpoint(boolean dualstack) {
      return this;
    }

    public Builder endpointOverride(URI endpoint) {
      return this;
    }

    public Builder allowPlainHttp(boolean allow) {
      return this;
    }

    public Builder sessionDuration(Duration duration) {
      return this;
    }

    public Builder sessionPolicy(String policy) {
      return this;
    }

    public Builder sessionPolicyArns(List<String> arns) {
      return this;
    }

    public Builder proxy(InetSocketAddress proxy) {
      return this;
    }

    public Builder caBundle(Path pemFile) {
      return this;
    }

    public Builder sslContext(SSLContext context) {
      return this;
    }

    public Builder executor(Executor executor) {
      return this;
    }

    public Builder listener(IrsaListener listener) {
      return this;
    }

    public Builder deadline(Duration deadline) {
      return this;
    }

    public Builder policy(RefreshPolicy policy) {
      return this;
    }

    public Builder eager() {
      return this;
    }

    /** The environment to read instead of the process's own, for tests and tools. */
    public Builder environment(java.util.Map<String, String> variables) {
      return this;
    }

    public IrsaCredentials build() {
      return new IrsaCredentials();
    }
  }
}
