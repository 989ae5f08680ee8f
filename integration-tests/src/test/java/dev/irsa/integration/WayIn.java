package dev.irsa.integration;

import com.amazonaws.auth.AWSCredentialsProvider;
import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The ways to get credentials in code, of all modules. What is promised about sharing holds for
 * each of them.
 */
enum WayIn {
  CORE {
    @Override
    Opened open(Pod pod, String session, IrsaListener listener) {
      IrsaCredentials handle = pod.core(session, listener);
      return opened(handle, handle::close);
    }
  },

  CORE_VIEW {
    @Override
    Opened open(Pod pod, String session, IrsaListener listener) {
      IrsaCredentials handle = pod.core(session, listener);
      return opened(handle.forRole(pod.tenant()), handle::close);
    }
  },

  CORE_CHAINED_ROLE {
    @Override
    Opened open(Pod pod, String session, IrsaListener listener) {
      IrsaCredentials handle = pod.core(session, listener);
      return opened(handle.chainedRole(pod.partner()), handle::close);
    }
  },

  V1 {
    @Override
    Opened open(Pod pod, String session, IrsaListener listener) {
      var provider = pod.v1(session, listener);
      return opened(provider, provider::close);
    }
  },

  V1_VIEW {
    @Override
    Opened open(Pod pod, String session, IrsaListener listener) {
      var provider = pod.v1(session, listener);
      return opened(provider.forRole(pod.tenant()), provider::close);
    }
  },

  V1_CHAINED_ROLE {
    @Override
    Opened open(Pod pod, String session, IrsaListener listener) {
      var provider = pod.v1(session, listener);
      return opened(provider.chainedRole(pod.partner()), provider::close);
    }
  },

  V1_CHAIN {
    @Override
    Opened open(Pod pod, String session, IrsaListener listener) {
      var chain =
          dev.irsa.sdk.v1.IrsaCredentialsProviderChain.builder()
              .configure(pod.settings())
              .roleArn(pod.roleArn())
              .roleSessionName(session)
              .addListener(listener)
              .build();
      return opened(chain, chain::close);
    }
  },

  V2 {
    @Override
    Opened open(Pod pod, String session, IrsaListener listener) {
      var provider = pod.v2(session, listener);
      return opened(provider, provider::close);
    }
  },

  V2_VIEW {
    @Override
    Opened open(Pod pod, String session, IrsaListener listener) {
      var provider = pod.v2(session, listener);
      return opened(provider.forRole(pod.tenant()), provider::close);
    }
  },

  V2_CHAIN {
    @Override
    Opened open(Pod pod, String session, IrsaListener listener) {
      var chain =
          dev.irsa.sdk.v2.IrsaCredentialsProviderChain.builder()
              .configure(pod.settings())
              .roleArn(pod.roleArn())
              .roleSessionName(session)
              .addListener(listener)
              .build();
      return opened(chain, chain::close);
    }
  },

  V2_CHAINED_ROLE {
    @Override
    Opened open(Pod pod, String session, IrsaListener listener) {
      var provider = pod.v2(session, listener);
      return opened(provider.chainedRole(pod.partner()), provider::close);
    }
  },

  V2_SUPPLIED_TOKEN {
    @Override
    Opened open(Pod pod, String session, IrsaListener listener) {
      var provider =
          dev.irsa.sdk.v2.IrsaCredentialsProvider.builder()
              .configure(pod.settings())
              .configure(core -> core.webIdentityToken(pod.world().tokens))
              .roleSessionName(session)
              .addListener(listener)
              .build();
      return opened(provider, provider::close);
    }
  },

  V2_PROFILE {
    @Override
    Opened open(Pod pod, String session, IrsaListener listener) {
      var provider =
          dev.irsa.sdk.v2.IrsaCredentialsProvider.builder()
              .profile("of-the-team")
              .profileFile(() -> pod.profiles(session))
              .configure(pod.settings())
              .addListener(listener)
              .build();
      return opened(provider, provider::close);
    }
  };

  /**
   * What was opened.
   *
   * @param provider the object that an application keeps
   * @param accessKeyId returns the key of its credentials
   * @param end closes it
   */
  record Opened(Object provider, Supplier<String> accessKeyId, Runnable end) {}

  private static Opened opened(IrsaCredentials handle, Runnable end) {
    return new Opened(handle, () -> handle.credentials().accessKeyId(), end);
  }

  private static Opened opened(AWSCredentialsProvider provider, Runnable end) {
    return new Opened(provider, () -> provider.getCredentials().getAWSAccessKeyId(), end);
  }

  private static Opened opened(AwsCredentialsProvider provider, Runnable end) {
    return new Opened(provider, () -> provider.resolveCredentials().accessKeyId(), end);
  }

  /** A pod with a role, a tenant's role that trusts its token, and one that trusts its role. */
  record Pod(World world, Role chained, Duration deadline) {
    static Pod in(World world) {
      String trust =
          """
          {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
           "Principal": {"AWS": "%s"}}]}"""
              .formatted(world.lab.roleOf(world.account).arn());
      return new Pod(
          world,
          world
              .lab
              .iam()
              .createRole("data", TrustPolicy.parse(trust), Duration.ofHours(1), List.of()),
          Duration.ofSeconds(20));
    }

    /** Returns this pod with another deadline for callers. */
    Pod withDeadline(Duration changed) {
      return new Pod(world, chained, changed);
    }

    String roleArn() {
      return world.lab.roleOf(world.account).arn();
    }

    RoleRequest tenant() {
      return RoleRequest.of(roleArn()).withSessionDuration(Duration.ofMinutes(30));
    }

    RoleRequest partner() {
      return RoleRequest.of(chained.arn());
    }

    Consumer<IrsaCredentials.Builder> settings() {
      var environment = world.environment();
      return core -> core.environment(environment).deadline(deadline);
    }

    IrsaCredentials core(String session, IrsaListener listener) {
      return IrsaCredentials.builder()
          .environment(world.environment())
          .deadline(deadline)
          .roleSessionName(session)
          .addListener(listener)
          .build();
    }

    dev.irsa.sdk.v1.IrsaCredentialsProvider v1(String session, IrsaListener listener) {
      return dev.irsa.sdk.v1.IrsaCredentialsProvider.builder()
          .configure(settings())
          .roleSessionName(session)
          .addListener(listener)
          .build();
    }

    dev.irsa.sdk.v2.IrsaCredentialsProvider v2(String session, IrsaListener listener) {
      return dev.irsa.sdk.v2.IrsaCredentialsProvider.builder()
          .configure(settings())
          .roleSessionName(session)
          .addListener(listener)
          .build();
    }

    /** The profile's role is assumed with the credentials of another profile. */
    ProfileFile profiles(String session) {
      String text =
          """
          [profile of-the-team]
          role_arn = %s
          source_profile = of-the-pod
          [profile of-the-pod]
          role_arn = %s
          web_identity_token_file = %s
          role_session_name = %s
          region = %s
          """
              .formatted(chained.arn(), roleArn(), world.pod.tokenFile(), session, world.region());
      return ProfileFile.builder()
          .type(ProfileFile.Type.CONFIGURATION)
          .content(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
          .build();
    }
  }

  /** Returns whether another role is assumed with the credentials of the pod's. */
  boolean assumesAnotherRole() {
    return name().endsWith("CHAINED_ROLE") || this == V2_PROFILE;
  }

  /**
   * Opens a provider.
   *
   * @param session the session name; another name is another session
   */
  abstract Opened open(Pod pod, String session, IrsaListener listener);
}
