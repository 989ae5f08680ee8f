package dev.irsa.kafka;

import dev.irsa.credentials.MisconfiguredException;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.jspecify.annotations.Nullable;
import software.amazon.msk.auth.iam.IAMLoginModule;
import software.amazon.msk.auth.iam.internals.AWSCredentialsCallback;

/**
 * Gives the SASL mechanism {@code AWS_MSK_IAM} of aws-msk-iam-auth the credentials of the pod's
 * role. Created by Kafka from its class name:
 *
 * <pre>{@code
 * security.protocol=SASL_SSL
 * sasl.mechanism=AWS_MSK_IAM
 * sasl.jaas.config=software.amazon.msk.auth.iam.IAMLoginModule required;
 * sasl.client.callback.handler.class=dev.irsa.kafka.IrsaClientCallbackHandler
 * }</pre>
 *
 * <p>The login module has these options, all of them optional: the keys of {@link
 * dev.irsa.sdk.v2.IrsaCredentialsProvider#create(Map)}, such as {@code role-session-name}; and
 * {@code chained-role-arn}, {@code chained-role-session-name}, {@code chained-role-external-id} for
 * a role to assume with the pod's role. The options of aws-msk-iam-auth's own handler are rejected.
 *
 * <p>A broker that lets sessions re-authenticate requires the same principal each time. With IRSA
 * it is the same, since all sessions of a process have the same role session name. With EKS Pod
 * Identity the agent gives each session another name: use a chained role, whose name is stable.
 *
 * <p>Thread-safe after its configuration. All handlers of a process share one session. Owned by
 * Kafka.
 *
 * @since 0.1
 */
public final class IrsaClientCallbackHandler implements AuthenticateCallbackHandler {

  private @Nullable MskCredentials credentials;

  /** Creates a handler. Called by Kafka. */
  public IrsaClientCallbackHandler() {}

  /**
   * Reads the options of the login module. Called by Kafka.
   *
   * @throws MisconfiguredException if an option is unknown or invalid; the message says which
   */
  @Override
  public void configure(
      Map<String, ?> configs, String saslMechanism, List<AppConfigurationEntry> entries) {
    credentials =
        MskCredentials.configure(
            saslMechanism, IAMLoginModule.MECHANISM, IAMLoginModule.class, entries);
  }

  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (!(callback instanceof AWSCredentialsCallback wanted)) {
        throw new UnsupportedCallbackException(callback, "expected an AWSCredentialsCallback");
      }
      try {
        wanted.setAwsCredentials(MskCredentials.of(credentials).resolve());
      } catch (RuntimeException failure) {
        // The contract of the callback: the mechanism reports it with this cause.
        wanted.setLoadingException(failure);
      }
    }
  }

  @Override
  public void close() {
    if (credentials != null) {
      credentials.close();
    }
  }
}
