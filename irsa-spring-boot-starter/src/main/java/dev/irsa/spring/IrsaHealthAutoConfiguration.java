package dev.irsa.spring;

import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.health.CompositeHealthContributorConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Adds the health of the credentials to Actuator as {@code irsa}, unless {@code
 * management.health.irsa.enabled} is false.
 *
 * @since 0.1
 */
@AutoConfiguration(after = IrsaAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(IrsaCredentialsProvider.class)
@ConditionalOnEnabledHealthIndicator("irsa")
public class IrsaHealthAutoConfiguration
    extends CompositeHealthContributorConfiguration<IrsaHealthIndicator, IrsaCredentialsProvider> {

  IrsaHealthAutoConfiguration() {
    super(IrsaHealthIndicator::new);
  }

  @Bean
  @ConditionalOnMissingBean(name = {"irsaHealthIndicator", "irsaHealthContributor"})
  HealthContributor irsaHealthContributor(Map<String, IrsaCredentialsProvider> providers) {
    return createContributor(providers);
  }
}
