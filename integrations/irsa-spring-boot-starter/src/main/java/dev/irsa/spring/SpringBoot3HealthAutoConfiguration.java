package dev.irsa.spring;

import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Adds the health of the credentials to Actuator of Spring Boot 3 as {@code irsa}, unless {@code
 * management.health.irsa.enabled} is false.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("irsa")
class SpringBoot3HealthAutoConfiguration {

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
