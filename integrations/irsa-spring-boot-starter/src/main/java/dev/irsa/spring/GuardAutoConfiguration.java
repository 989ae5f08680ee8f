package dev.irsa.spring;

import dev.irsa.internal.config.Given;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.guard.IdentityGuard;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Gives the identity guard its properties before any bean exists, whoever provides the credentials
 * of the application.
 */
@AutoConfiguration
class GuardAutoConfiguration {

  @Bean
  static BeanFactoryPostProcessor irsaIdentityGuard(Environment environment) {
    return beans -> IdentityGuard.shared().use(given(KnownProperties.of(environment)));
  }

  /** An application that disables this library acts as somebody else on purpose. */
  static Given given(KnownProperties known) {
    Given given = known.given();
    return known.isEnabled() || given.has(Setting.GUARD)
        ? given
        : given.withText(Setting.GUARD, "off", "irsa.enabled");
  }
}
