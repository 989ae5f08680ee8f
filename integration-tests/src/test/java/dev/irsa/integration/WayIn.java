package dev.irsa.integration;

import com.amazonaws.auth.AWSCredentialsProvider;
import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.policy.Role;
import dev.irsa.sdk.ProviderBuilder;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The ways to get credentials in code, of all modules. What is promised about sharing holds for
 * each of them.
 */
enum WayIn {
  CORE,
  CORE_VIEW,
  CORE_CHAINED_ROLE,
  V1,
  V1_VIEW,
  V1_CHAINED_ROLE,
  V1_CHAIN,
  V2,
  V2_VIEW,
  V2_CHAIN,
  V2_CHAINED_ROLE,
  V2_SUPPLIED_TOKEN;

  /**
   * Opens a provider.
   *
   * @param session the session name; another name is another session
   */
  Opened open(Pod pod, String session, IrsaListener listener) {
    return name().startsWith("CORE")
        ? core(pod, session, listener)
        : name().startsWith("V1") ? v1(pod, session, listener) : v2(pod, session, listener);
  }

  private Opened core(Pod pod, String session, IrsaListener listener) {
    IrsaCredentials.Builder builder = IrsaCredentials.builder();
    pod.settings().accept(builder);
    IrsaCredentials handle = builder.roleSessionName(session).addListener(listener).build();
    IrsaCredentials used =
        switch (this) {
          case CORE_VIEW -> handle.forRole(pod.tenant());
          case CORE_CHAINED_ROLE -> handle.chainedRole(pod.partner());
          default -> handle;
        };
    return new Opened(used, () -> used.credentials().accessKeyId(), handle::close);
  }

  private static <B extends ProviderBuilder<B>> B set(
      B builder, Pod pod, String session, IrsaListener listener) {
    return builder.configure(pod.settings()).roleSessionName(session).addListener(listener);
  }

  private Opened v1(Pod pod, String session, IrsaListener listener) {
    if (this == V1_CHAIN) {
      var builder = dev.irsa.sdk.v1.IrsaCredentialsProviderChain.builder();
      var chain = set(builder, pod, session, listener).roleArn(pod.podInLab().roleArn()).build();
      return opened(chain, chain::close);
    }
    var builder = dev.irsa.sdk.v1.IrsaCredentialsProvider.builder();
    var provider = set(builder, pod, session, listener).build();
    return switch (this) {
      case V1_VIEW -> opened(provider.forRole(pod.tenant()), provider::close);
      case V1_CHAINED_ROLE -> opened(provider.chainedRole(pod.partner()), provider::close);
      default -> opened(provider, provider::close);
    };
  }

  private static Opened opened(AWSCredentialsProvider provider, Runnable end) {
    return new Opened(provider, () -> provider.getCredentials().getAWSAccessKeyId(), end);
  }

  private Opened v2(Pod pod, String session, IrsaListener listener) {
    if (this == V2_CHAIN) {
      var builder = dev.irsa.sdk.v2.IrsaCredentialsProviderChain.builder();
      var chain = set(builder, pod, session, listener).roleArn(pod.podInLab().roleArn()).build();
      return opened(chain, chain::close);
    }
    var builder = dev.irsa.sdk.v2.IrsaCredentialsProvider.builder();
    set(builder, pod, session, listener);
    if (this == V2_SUPPLIED_TOKEN) {
      builder.configure(core -> core.webIdentityToken(pod.podInLab().tokens));
    }
    var provider = builder.build();
    return switch (this) {
      case V2_VIEW -> opened(provider.forRole(pod.tenant()), provider::close);
      case V2_CHAINED_ROLE -> opened(provider.chainedRole(pod.partner()), provider::close);
      default -> opened(provider, provider::close);
    };
  }

  private static Opened opened(AwsCredentialsProvider provider, Runnable end) {
    return new Opened(provider, () -> provider.resolveCredentials().accessKeyId(), end);
  }

  /**
   * What was opened.
   *
   * @param provider the object that an application keeps
   * @param accessKeyId returns the key of its credentials
   * @param end closes it
   */
  record Opened(Object provider, Supplier<String> accessKeyId, Runnable end) {}

  /** A pod with a role, a tenant's role that trusts its token, and one that trusts its role. */
  record Pod(PodLab podInLab, Role chained, Duration deadline) {
    static Pod in(PodLab podInLab) {
      return new Pod(podInLab, podInLab.roleTrustingThePod("data"), Duration.ofSeconds(20));
    }

    /** Returns this pod with another deadline for callers. */
    Pod withDeadline(Duration changed) {
      return new Pod(podInLab, chained, changed);
    }

    RoleRequest tenant() {
      return RoleRequest.of(podInLab.roleArn()).withSessionDuration(Duration.ofMinutes(30));
    }

    RoleRequest partner() {
      return RoleRequest.of(chained.arn());
    }

    Consumer<IrsaCredentials.Builder> settings() {
      var environment = podInLab.environment();
      return core -> core.environment(environment).deadline(deadline);
    }
  }

  /** Returns whether another role is assumed with the credentials of the pod's. */
  boolean assumesAnotherRole() {
    return name().endsWith("CHAINED_ROLE");
  }
}
