package dev.irsa.spring;

import dev.irsa.internal.adapter.ChainRules;
import dev.irsa.internal.guard.IdentityGuard;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Checks the properties {@code irsa.*} in every start, and gives the identity guard its own, before
 * any bean exists and whoever provides the credentials of the application.
 */
@AutoConfiguration
class IrsaPropertiesAutoConfiguration {

  @Bean
  static BeanFactoryPostProcessor irsaIdentityGuard(Environment environment) {
    return beans -> {
      KnownProperties known = KnownProperties.of(environment);
      boolean isOurs = beans.containsBeanDefinition(IrsaAutoConfiguration.PROVIDER);
      new ProviderFactory(known).requireValid(isOurs);
      IdentityGuard.shared().use(known.given());
      ChainRules.warnIfSwitchedOff(known.given());
    };
  }
}
