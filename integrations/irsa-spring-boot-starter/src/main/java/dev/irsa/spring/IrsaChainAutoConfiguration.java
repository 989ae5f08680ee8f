package dev.irsa.spring;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.sdk.v2.IrsaCredentialsProviderChain;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Provides the credentials of a process outside a pod, such as a profile on a laptop, if Spring
 * Cloud AWS does not.
 *
 * @since 0.1
 */
@AutoConfiguration(
    after = IrsaAutoConfiguration.class,
    afterName = "io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration")
@Conditional(OnIrsaEnabled.class)
class IrsaChainAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(AwsCredentialsProvider.class)
  IrsaCredentialsProviderChain irsaCredentialsProviderChain(Environment environment) {
    KnownProperties known = KnownProperties.of(environment);
    List<Problem> unused =
        OtherCredentials.problems(
            known, "is read by Spring Cloud AWS only, whose credentials are not used here");
    if (!unused.isEmpty()) {
      throw new MisconfiguredException(true, known.located(unused));
    }
    return IrsaCredentialsProviderChain.create();
  }
}
