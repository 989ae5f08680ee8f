package dev.irsa.sdk;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The settings that the builders of providers and chains of both SDKs have in common. Values that
 * are not set are read from the environment; the last value of a setting wins. Not thread-safe.
 *
 * @param <B> the type of the builder
 * @since 0.1
 */
public interface ProviderBuilder<B extends ProviderBuilder<B>> {

  /** Sets the ARN of the role. */
  default B roleArn(String roleArn) {
    return configure(core -> core.roleArn(roleArn));
  }

  /** Sets the path of the token file that kubelet rotates. */
  default B webIdentityTokenFile(Path file) {
    return configure(core -> core.webIdentityTokenFile(file));
  }

  /**
   * Sets the URI of the credentials at a container credentials endpoint, such as the agent of EKS
   * Pod Identity, instead of a web identity. A token of the environment is not sent to it.
   */
  default B containerCredentialsUri(URI uri) {
    return configure(core -> core.containerCredentialsUri(uri));
  }

  /** Sets the path of the file with the authorization token for container credentials. */
  default B containerAuthorizationTokenFile(Path file) {
    return configure(core -> core.containerAuthorizationTokenFile(file));
  }

  /** Sets the authorization token for container credentials, a secret. */
  default B containerAuthorizationToken(String token) {
    return configure(core -> core.containerAuthorizationToken(token));
  }

  /**
   * Sets the role session name, 2 to 64 characters. Default: a name that contains the pod's name.
   */
  default B roleSessionName(String name) {
    return configure(core -> core.roleSessionName(name));
  }

  /** Sets the region whose STS is called. */
  default B region(String region) {
    return configure(core -> core.region(region));
  }

  /** Sets the duration of sessions, 15 min to 12 h. Default: 1 h, the default of STS. */
  default B sessionDuration(Duration duration) {
    return configure(core -> core.sessionDuration(duration));
  }

  /** Adds a listener for the events of the sessions that are opened. */
  default B addListener(IrsaListener listener) {
    return configure(core -> core.addListener(listener));
  }

  /**
   * Sets whether the first credentials are fetched in the background, when the provider is built or
   * the chain opens its session. Default: false.
   */
  default B eager(boolean isEager) {
    return configure(core -> core.eager(isEager));
  }

  /**
   * Sets anything else that {@link IrsaCredentials.Builder} supports, such as the refresh policy,
   * trust, a proxy or a deadline.
   *
   * @param setting called once, at once
   */
  B configure(Consumer<IrsaCredentials.Builder> setting);
}
