package com.amazonaws.auth;

import com.amazonaws.auth.profile.internal.securitytoken.RoleInfo;
import com.amazonaws.regions.DefaultAwsRegionProviderChain;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.HashMap;
import java.util.Map;
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

  private final Supplier<Object[]> session;

  /** The current credentials as they came, and converted. */
  private volatile Map.Entry<Object[], AWSCredentials> converted;

  private IrsaAgentCredentialsProvider(Supplier<Object[]> session) {
    this.session = session;
  }

  /**
   * Called once by the agent. Returns a function from a {@link RoleInfo}, or from null for the
   * identity of the pod, to its provider; it returns null for the role of a profile that has
   * neither a token file nor a need for one.
   */
  public static Object connect(Function<Map<String, String>, Supplier<Object[]>> sessions) {
    Function<Object, Object> providers = role -> provider(sessions, role);
    return providers;
  }

  private static Object provider(
      Function<Map<String, String>, Supplier<Object[]>> sessions, Object role) {
    Map<String, String> request = new HashMap<>();
    if (role != null) {
      RoleInfo info = (RoleInfo) role;
      if (info.getWebIdentityTokenFilePath() == null
          && info.getLongLivedCredentialsProvider() != null) {
        return null;
      }
      // With neither of them, it is the role of the environment without its token. The SDK would
      // look
      // for credentials in the default chain, by which it was called, until its stack overflows.
      put(request, "roleArn", info.getRoleArn());
      put(request, "webIdentityTokenFile", info.getWebIdentityTokenFilePath());
      String name = info.getRoleSessionName();
      put(request, "roleSessionName", name != null && name.matches(MADE_UP) ? null : name);
    }
    putRegion(request);
    return new IrsaAgentCredentialsProvider(sessions.apply(request));
  }

  private static void put(Map<String, String> request, String name, String value) {
    if (value != null) {
      request.put(name, value);
    }
  }

  /** Without a region in the environment, that of the SDK is used, as its own STS client does. */
  private static void putRegion(Map<String, String> request) {
    if (System.getenv("AWS_REGION") == null
        && System.getenv("AWS_DEFAULT_REGION") == null
        && System.getProperty("aws.region") == null) {
      try {
        put(request, "region", new DefaultAwsRegionProviderChain().getRegion());
      } catch (RuntimeException unknown) {
        // The agent says what is missing.
      }
    }
  }

  @Override
  public AWSCredentials getCredentials() {
    Object[] current;
    try {
      current = session.get();
    } catch (RuntimeException failure) {
      throw new IrsaAgentException(failure);
    }
    Map.Entry<Object[], AWSCredentials> known = converted;
    if (known == null || known.getKey() != current) {
      known = new SimpleImmutableEntry<>(current, convert(current));
      converted = known;
    }
    return known.getValue();
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
