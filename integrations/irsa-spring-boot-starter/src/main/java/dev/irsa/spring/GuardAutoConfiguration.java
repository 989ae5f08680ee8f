package dev.irsa.spring;

import dev.irsa.internal.config.Given;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.guard.IdentityGuard;
import java.util.List;
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

  private static final List<Setting<?>> SETTINGS =
      List.of(
          Setting.ROLE_ARN,
          Setting.WEB_IDENTITY_TOKEN_FILE,
          Setting.IDENTITY_SOURCE,
          Setting.GUARD,
          Setting.GUARD_ALLOW);

  @Bean
  static BeanFactoryPostProcessor irsaIdentityGuard(Environment environment) {
    return beans -> IdentityGuard.shared().use(given(KnownProperties.of(environment)));
  }

  /** An application that disables this library acts as somebody else on purpose. */
  static Given given(KnownProperties known) {
    Given given = Given.none();
    for (Setting<?> setting : SETTINGS) {
      String property = String.valueOf(setting.springProperty());
      given = given.withText(setting, known.text(property), property);
    }
    return known.isEnabled() || given.has(Setting.GUARD)
        ? given
        : given.withText(Setting.GUARD, "off", "irsa.enabled");
  }
}
