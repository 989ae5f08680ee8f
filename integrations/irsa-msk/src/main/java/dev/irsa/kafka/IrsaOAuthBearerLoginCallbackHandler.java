package dev.irsa.kafka;

import dev.irsa.credentials.MisconfiguredException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.msk.auth.iam.IAMOAuthBearerToken;
import software.amazon.msk.auth.iam.internals.AWS4SignedPayloadGenerator;
import software.amazon.msk.auth.iam.internals.AuthenticationRequestParams;
import software.amazon.msk.auth.iam.internals.UserAgentUtils;

/**
 * Makes the tokens of the SASL mechanism {@code OAUTHBEARER} for Amazon MSK, signed with the
 * credentials of the pod's role. Created by Kafka from its class name:
 *
 * <pre>{@code
 * security.protocol=SASL_SSL
 * sasl.mechanism=OAUTHBEARER
 * sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;
 * sasl.login.callback.handler.class=dev.irsa.kafka.IrsaOAuthBearerLoginCallbackHandler
 * sasl.client.callback.handler.class=dev.irsa.kafka.IrsaOAuthBearerLoginCallbackHandler
 * }</pre>
 *
 * <p>{@link IrsaClientCallbackHandler} describes the options of the login module, and the
 * principal. A token is for the region of the pod, unless the option {@code region} names another.
 * It is valid for 15 min, for which the session is refreshed if necessary, and never longer than
 * its session. Kafka requests the next token before that.
 *
 * <p>Thread-safe after its configuration. All handlers of a process share one session. Owned by
 * Kafka.
 *
 * @since 0.1
 */
public final class IrsaOAuthBearerLoginCallbackHandler implements AuthenticateCallbackHandler {

  private static final String USER_AGENT = "User-Agent";

  /** How long MSK accepts a token, if its session lasts as long. */
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  /**
   * A token that ends with its session. MSK's own says that it lasts for 15 min. Kafka adds a
   * login's token to a set of the subject and removes the former login's by identity, so tokens are
   * never equal.
   */
  private static final class SessionToken implements OAuthBearerToken {

    private final OAuthBearerToken signed;
    private final long lifetimeMs;

    SessionToken(OAuthBearerToken signed, @Nullable Instant end) {
      this.signed = signed;
      long lifetime = signed.lifetimeMs();
      this.lifetimeMs = end == null ? lifetime : Math.min(lifetime, end.toEpochMilli());
    }

    @Override
    public String value() {
      return signed.value();
    }

    @Override
    public Set<String> scope() {
      return signed.scope();
    }

    @Override
    public long lifetimeMs() {
      return lifetimeMs;
    }

    @Override
    public String principalName() {
      return signed.principalName();
    }

    @Override
    public Long startTimeMs() {
      return signed.startTimeMs();
    }

    @Override
    public String toString() {
      return "SessionToken[until " + Instant.ofEpochMilli(lifetimeMs) + "]";
    }
  }

  private @Nullable MskCredentials credentials;

  /** Creates a handler. Called by Kafka. */
  public IrsaOAuthBearerLoginCallbackHandler() {}

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
            saslMechanism,
            OAuthBearerLoginModule.OAUTHBEARER_MECHANISM,
            OAuthBearerLoginModule.class,
            entries);
  }

  @Override
  public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (!(callback instanceof OAuthBearerTokenCallback wanted)) {
        throw new UnsupportedCallbackException(callback, "expected an OAuthBearerTokenCallback");
      }
      wanted.token(token(MskCredentials.of(credentials)));
    }
  }

  /** Returns a presigned URL of the action {@code kafka-cluster:Connect}, as MSK expects it. */
  private static OAuthBearerToken token(MskCredentials credentials) throws IOException {
    AwsCredentials session = credentials.resolveLasting(LIFETIME);
    String userAgent = UserAgentUtils.getUserAgentValue();
    AuthenticationRequestParams request =
        AuthenticationRequestParams.create(
            "kafka." + credentials.region() + ".amazonaws.com", session, userAgent);
    String url =
        new AWS4SignedPayloadGenerator()
            .presignRequest(request).toBuilder()
                .appendRawQueryParameter(USER_AGENT, userAgent)
                .build()
                .getUri()
                .toString();
    String token =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(url.getBytes(StandardCharsets.UTF_8));
    try {
      return new SessionToken(new IAMOAuthBearerToken(token), credentials.endByThisClock(session));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the presigned URL is not a URL", e);
    }
  }

  @Override
  public void close() {
    if (credentials != null) {
      credentials.close();
    }
  }
}
