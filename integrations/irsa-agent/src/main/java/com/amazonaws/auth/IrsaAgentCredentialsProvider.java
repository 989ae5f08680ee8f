package com.amazonaws.auth;

import com.amazonaws.auth.profile.internal.securitytoken.RoleInfo;
import com.amazonaws.regions.DefaultAwsRegionProviderChain;
import java.lang.reflect.InvocationTargetException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Credentials of the agent for AWS SDK 1.x. The agent defines this class in the class loader of the
 * SDK, so it may use the SDK and the JDK only. Thread-safe.
 */
public final class IrsaAgentCredentialsProvider implements AWSCredentialsProvider {

  private static final String WEB_IDENTITY = "StsAssumeRoleWithWebIdentityCredentialsProvider";
  private static final String CONTAINER = "ContainerCredentialsProvider";

  /** The name that the SDK makes up, of the prefix and the time. */
  private static final String MADE_UP = "aws-sdk-java-\\d+";

  /** The default chains that have served the credentials of the pod, and stay with them. */
  private static final Set<Object> SERVED =
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
    Supplier<String> region = () -> new DefaultAwsRegionProviderChain().getRegion();
    Function<Object[], Object> converter = IrsaAgentCredentialsProvider::convert;
    try {
      return (Supplier<Object>)
          ClassLoader.getSystemClassLoader()
              .loadClass("dev.irsa.agent.IrsaAgent")
              .getMethod("session", Class.class, Map.class, Supplier.class, Function.class)
              .invoke(null, IrsaAgentCredentialsProvider.class, request, region, converter);
    } catch (InvocationTargetException e) {
      throw new IrsaAgentException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IrsaAgentException(e);
    }
  }

  /**
   * Returns the provider for a {@link RoleInfo}.
   *
   * @return null for the role of a profile that has neither a token file nor a need for one
   */
  public static AWSCredentialsProvider webIdentity(Object asked) {
    RoleInfo role = (RoleInfo) asked;
    if (role.getWebIdentityTokenFilePath() == null
        && role.getLongLivedCredentialsProvider() != null) {
      return null;
    }
    // With neither of them, it is the role of the environment without its token. The SDK would look
    // for credentials in the default chain, by which it was called, until its stack overflows.
    Map<String, String> request = new HashMap<>();
    String name = role.getRoleSessionName();
    request.put("roleArn", role.getRoleArn());
    request.put("webIdentityTokenFile", role.getWebIdentityTokenFilePath());
    request.put("roleSessionName", name != null && name.matches(MADE_UP) ? null : name);
    return new IrsaAgentCredentialsProvider(request);
  }

  /** Returns the provider for the identity of the pod. */
  public static AWSCredentialsProvider pod(Object unused) {
    return new IrsaAgentCredentialsProvider(Map.of());
  }

  /**
   * Returns the credentials of a default chain: keys in variables or properties, otherwise the
   * pod's. A chain that has served the pod's credentials stays with them.
   *
   * @return null for another chain
   */
  public static AWSCredentials chain(Object asked) {
    if (!(asked instanceof DefaultAWSCredentialsProviderChain)) {
      return null;
    }
    if (SERVED.contains(asked)) {
      return shared("pod");
    }
    List<AWSCredentialsProvider> sources =
        List.of(
            new EnvironmentVariableCredentialsProvider(),
            new SystemPropertiesCredentialsProvider());
    for (AWSCredentialsProvider keys : sources) {
      AWSCredentials found;
      try {
        found = keys.getCredentials();
      } catch (RuntimeException none) {
        // As in the SDK's chain.
        continue;
      }
      warnOfKeys(keys.getClass().getSimpleName());
      return found;
    }
    AWSCredentials served = shared("chain");
    SERVED.add(asked);
    return served;
  }

  private static AWSCredentials shared(String asked) {
    IrsaAgentCredentialsProvider provider = SHARED.get(asked);
    if (provider == null) {
      // Several threads may do this; their providers share one session.
      provider = new IrsaAgentCredentialsProvider(Map.of("asked", asked));
      SHARED.put(asked, provider);
    }
    return provider.getCredentials();
  }

  private static void warnOfKeys(String provider) {
    if (!hasWarned) {
      hasWarned = true;
      Object unused = session(Map.of("asked", "keys", "provider", provider)).get();
    }
  }

  /** Throws: beside IRSA, container credentials belong to another identity. */
  public static AWSCredentials container(Object unused) {
    return shared("container");
  }

  /** Returns what the application gets in place of the credentials of the node. */
  public static AWSCredentials node(Object unused) {
    return shared("node");
  }

  @Override
  public AWSCredentials getCredentials() {
    try {
      return (AWSCredentials) session.get();
    } catch (RuntimeException failure) {
      throw new IrsaAgentException(failure);
    }
  }

  private static AWSCredentials convert(Object[] from) {
    String key = (String) from[0];
    String secret = (String) from[1];
    String token = (String) from[2];
    try {
      return new BasicSessionCredentials(
          key,
          secret,
          token,
          (String) from[4],
          "CONTAINER".equals(from[5]) ? CONTAINER : WEB_IDENTITY);
    } catch (NoSuchMethodError older) {
      return new BasicSessionCredentials(key, secret, token);
    }
  }

  /** Has no effect: the agent refreshes ahead of the expiration. */
  @Override
  public void refresh() {}

  @Override
  public String toString() {
    return "IrsaAgentCredentialsProvider";
  }
}
