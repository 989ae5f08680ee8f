package dev.irsa.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodSystemProperties;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that has neither Actuator nor Micrometer nor Spring Cloud AWS on its class path.
 * Run by an execution of its own.
 */
@ExtendWith(IrsaLabExtension.class)
final class WithoutActuator {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  @Test
  @PodSystemProperties
  void itGetsThePodsCredentials(IrsaLab lab) {
    assertThrows(
        ClassNotFoundException.class,
        () -> Class.forName("io.micrometer.core.instrument.MeterRegistry"));
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .properties("spring.main.banner-mode=off")
            .run()) {
      context.getBean(IrsaCredentialsProvider.class).resolveCredentials();

      assertEquals(1, lab.requests().count("AssumeRoleWithWebIdentity"));
      assertEquals(
          List.of(
              "irsaListenerBeans",
              "irsaCredentialsProvider",
              "irsaProviderBeans",
              "irsaDataSourcePasswords",
              "irsaIdentityGuard"),
          Stream.of(context.getBeanDefinitionNames())
              .filter(name -> name.startsWith("irsa"))
              .filter(name -> !name.contains("IrsaProperties"))
              .toList());
    }
  }
}
