package software.amazon.awssdk.auth.credentials;

import java.time.Instant;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.internal.WebIdentityTokenCredentialProperties;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Credentials of the agent for AWS SDK 2.x. The agent defines this class in the class loader of the
 * SDK, so it may use the SDK and the JDK only. Thread-safe.
 */
public final class IrsaAgentCredentialsProvider implements AwsCredentialsProvider {

  /** Business metric ids for the SDK's user agent: web identity from the environment, by STS. */
  private static final String WEB_IDENTITY = "h,k";

  /** Credentials from a container endpoint. */
  private static final String CONTAINER = "z";

  private static volatile Function<Map<String, String>, Supplier<Object[]>> sessions;
  private static volatile IrsaAgentCredentialsProvider pod;

  private final Supplier<Object[]> session;

  /** The current credentials as they came, and converted. */
  private volatile Map.Entry<Object[], AwsCredentials> converted;

  private IrsaAgentCredentialsProvider(Supplier<Object[]> session) {
    this.session = session;
  }

  /** Called once by the agent. Returns the factory that replaces the one in module sts. */
  public static Object connect(Function<Map<String, String>, Supplier<Object[]>> ofProcess) {
    sessions = ofProcess;
    WebIdentityTokenCredentialsProviderFactory factory =
        properties -> new IrsaAgentCredentialsProvider(sessions.apply(request(properties)));
    return factory;
  }

  /**
   * Returns the credentials of the pod. Called by the replaced provider of container credentials.
   */
  public static AwsCredentials credentialsOfPod() {
    IrsaAgentCredentialsProvider provider = pod;
    if (provider == null) {
      // Several threads may do this; their providers share one session.
      provider = new IrsaAgentCredentialsProvider(sessions.apply(region(new HashMap<>())));
      pod = provider;
    }
    return provider.resolveCredentials();
  }

  private static Map<String, String> request(WebIdentityTokenCredentialProperties properties) {
    Map<String, String> request = new HashMap<>();
    put(request, "roleArn", properties.roleArn());
    put(request, "roleSessionName", properties.roleSessionName());
    put(request, "webIdentityTokenFile", properties.webIdentityTokenFile());
    try {
      if (properties.roleSessionDuration() != null) {
        put(request, "sessionSeconds", properties.roleSessionDuration().toSeconds());
      }
    } catch (NoSuchMethodError older) {
      // Applications cannot set it either.
    }
    return region(request);
  }

  private static void put(Map<String, String> request, String name, Object value) {
    if (value != null) {
      request.put(name, value.toString());
    }
  }

  /** Without a region in the environment, that of the SDK is used, as its own STS client does. */
  private static Map<String, String> region(Map<String, String> request) {
    if (System.getenv("AWS_REGION") == null
        && System.getenv("AWS_DEFAULT_REGION") == null
        && System.getProperty("aws.region") == null) {
      try {
        put(request, "region", new DefaultAwsRegionProviderChain().getRegion());
      } catch (SdkClientException unknown) {
        // The agent says what is missing.
      }
    }
    return request;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    Object[] current;
    try {
      current = session.get();
    } catch (RuntimeException failure) {
      throw SdkClientException.create(failure.getMessage(), failure);
    }
    Map.Entry<Object[], AwsCredentials> known = converted;
    if (known == null || known.getKey() != current) {
      known = new SimpleImmutableEntry<>(current, convert(current));
      converted = known;
    }
    return known.getValue();
  }

  private static AwsCredentials convert(Object[] from) {
    String key = (String) from[0];
    String secret = (String) from[1];
    String token = (String) from[2];
    try {
      AwsSessionCredentials.Builder builder =
          AwsSessionCredentials.builder()
              .accessKeyId(key)
              .secretAccessKey(secret)
              .sessionToken(token)
              .expirationTime((Instant) from[3]);
      return withAccount(builder, (String) from[4], from[5]).build();
    } catch (NoSuchMethodError older) {
      return AwsSessionCredentials.create(key, secret, token);
    }
  }

  private static AwsSessionCredentials.Builder withAccount(
      AwsSessionCredentials.Builder builder, String account, Object source) {
    try {
      return builder
          .accountId(account)
          .providerName("CONTAINER".equals(source) ? CONTAINER : WEB_IDENTITY);
    } catch (NoSuchMethodError older) {
      return builder;
    }
  }

  @Override
  public String toString() {
    return "IrsaAgentCredentialsProvider()";
  }
}
