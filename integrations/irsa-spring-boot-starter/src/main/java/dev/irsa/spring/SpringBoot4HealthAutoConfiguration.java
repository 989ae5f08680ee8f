package dev.irsa.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Adds the health of the credentials to Actuator of Spring Boot 4 as {@code irsa}, unless {@code
 * management.health.irsa.enabled} is false.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("irsa")
class SpringBoot4HealthAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = {"irsaHealthIndicator", "irsaHealthContributor"})
  HealthContributor irsaHealthContributor(ProviderBeans beans) {
    return IrsaHealth.<HealthContributor>contributor(
        beans,
        irsa -> (HealthIndicator) () -> health(irsa.get()),
        CompositeHealthContributor::fromMap);
  }

  private static Health health(IrsaHealth irsa) {
    return Health.status(irsa.status()).withDetails(irsa.details()).build();
  }
}
