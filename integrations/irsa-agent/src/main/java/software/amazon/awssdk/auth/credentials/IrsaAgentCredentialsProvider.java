package software.amazon.awssdk.auth.credentials;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.internal.WebIdentityTokenCredentialProperties;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
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

  /** The default chains that have served the credentials of the pod, and stay with them. */
  private static final Set<Object> SERVED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** The default chains whose profile the application names. */
  private static final Set<Object> NAMED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** By what the SDK asks for. */
  private static final Map<String, IrsaAgentCredentialsProvider> SHARED = new ConcurrentHashMap<>();

  private static volatile boolean hasWarned;

  private final Supplier<Object> session;

  private IrsaAgentCredentialsProvider(Map<String, String> request) {
    this.session = session(request);
  }

  /** Calls the agent, which is in the system's class loader. */
  @SuppressWarnings("unchecked")
  private static Supplier<Object> session(Map<String, String> request) {
    Supplier<String> region = () -> new DefaultAwsRegionProviderChain().getRegion().id();
    Function<Object[], Object> converter = IrsaAgentCredentialsProvider::convert;
    try {
      return (Supplier<Object>)
          ClassLoader.getSystemClassLoader()
              .loadClass("dev.irsa.agent.IrsaAgent")
              .getMethod("session", Class.class, Map.class, Supplier.class, Function.class)
              .invoke(null, IrsaAgentCredentialsProvider.class, request, region, converter);
    } catch (InvocationTargetException e) {
      throw SdkClientException.create(e.getCause().getMessage(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw SdkClientException.create("irsa-agent is out of reach: " + e, e);
    }
  }

  /** Returns the factory that replaces the one in module sts. */
  public static WebIdentityTokenCredentialsProviderFactory factory(Object unused) {
    return properties -> new IrsaAgentCredentialsProvider(request(properties));
  }

  /**
   * Returns the credentials of the pod, in place of container credentials.
   *
   * @return null if the SDK has to ask an endpoint of the application
   */
  public static AwsCredentials pod(Object asked) {
    return hasOwnEndpoint(asked) ? null : shared("pod");
  }

  private static AwsCredentials shared(String asked) {
    IrsaAgentCredentialsProvider provider = SHARED.get(asked);
    if (provider == null) {
      // Several threads may do this; their providers share one session.
      provider = new IrsaAgentCredentialsProvider(Map.of("asked", asked));
      SHARED.put(asked, provider);
    }
    return provider.resolveCredentials();
  }

  /**
   * Returns the credentials of a default chain: keys in properties or variables, otherwise the
   * pod's. A chain that has served the pod's credentials stays with them.
   */
  public static AwsCredentials chain(Object asked) {
    return SERVED.contains(asked) ? shared("pod") : ofKeysOrPod(asked);
  }

  /**
   * Returns the same beside container credentials, which in the SDK's chain come after profiles.
   *
   * @return null if the application names a profile, with which the SDK's chain goes on
   */
  public static AwsCredentials chainOrProfile(Object asked) {
    if (SERVED.contains(asked)) {
      return shared("pod");
    }
    if (NAMED.contains(asked) || isProfileNamed(asked)) {
      NAMED.add(asked);
      return null;
    }
    return ofKeysOrPod(asked);
  }

  /** A client without a provider sets the name and the file of its chain to the process's own. */
  private static boolean isProfileNamed(Object asked) {
    Object name = field("profileName", asked);
    Object file = field("profileFile", asked);
    if (name == null || file == null) {
      return name != null || file != null;
    }
    return !name.equals(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow())
        || isOther(file);
  }

  /** Returns null also if the SDK lacks the field: before 2.18 the chain keeps no profile. */
  private static Object field(String name, Object asked) {
    try {
      Field field = asked.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(asked);
    } catch (ReflectiveOperationException | RuntimeException older) {
      return null;
    }
  }

  /** Returns whether these profiles differ from the profiles of the process. */
  private static boolean isOther(Object file) {
    Object profiles = file instanceof Supplier<?> ? read((Supplier<?>) file) : file;
    return profiles != null && !profiles.equals(read(ProfileFile::defaultProfileFile));
  }

  private static Object read(Supplier<?> file) {
    try {
      return file.get();
    } catch (RuntimeException unreadable) {
      // The SDK's chain goes on to the pod as well.
      return null;
    }
  }

  private static AwsCredentials ofKeysOrPod(Object asked) {
    List<AwsCredentialsProvider> sources =
        List.of(
            SystemPropertyCredentialsProvider.create(),
            EnvironmentVariableCredentialsProvider.create());
    for (AwsCredentialsProvider keys : sources) {
      AwsCredentials found;
      try {
        found = keys.resolveCredentials();
      } catch (RuntimeException none) {
        // As in the SDK's chain.
        continue;
      }
      warnOfKeys(keys.getClass().getSimpleName());
      return found;
    }
    AwsCredentials served = shared("chain");
    SERVED.add(asked);
    return served;
  }

  private static void warnOfKeys(String provider) {
    if (!hasWarned) {
      hasWarned = true;
      Object unused = session(Map.of("asked", "keys", "provider", provider)).get();
    }
  }

  /** Throws unless the SDK asks another endpoint: container credentials are another identity's. */
  public static AwsCredentials container(Object asked) {
    return hasOwnEndpoint(asked) ? null : shared("container");
  }

  /** The SDK uses the endpoint of an application for relative URIs only. */
  private static boolean hasOwnEndpoint(Object asked) {
    return SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI.getStringValue().isPresent()
        && field("endpoint", asked) != null;
  }

  /** Returns what the application gets in place of the credentials of the node. */
  public static AwsCredentials node(Object unused) {
    return shared("node");
  }

  private static Map<String, String> request(WebIdentityTokenCredentialProperties properties) {
    Map<String, String> request = new HashMap<>();
    request.put("roleArn", properties.roleArn());
    request.put("roleSessionName", properties.roleSessionName());
    Path file = properties.webIdentityTokenFile();
    request.put("webIdentityTokenFile", file == null ? null : file.toString());
    try {
      Duration duration = properties.roleSessionDuration();
      request.put("sessionSeconds", duration == null ? null : Long.toString(duration.toSeconds()));
    } catch (NoSuchMethodError older) {
      // Applications cannot set it either.
    }
    return request;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return (AwsCredentials) session.get();
    } catch (RuntimeException failure) {
      throw SdkClientException.create(failure.getMessage(), failure);
    }
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
