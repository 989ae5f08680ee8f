package dev.irsa.spring;

import dev.irsa.micrometer.IrsaMetrics;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Publishes the meters of the credentials if Micrometer is on the class path. Actuator binds them
 * to its registries.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass(MeterRegistry.class)
class IrsaMetricsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  IrsaMetrics irsaMetrics() {
    return new IrsaMetrics();
  }

  /** Adds the gauges of each provider when it is created. */
  @Bean
  static BeanPostProcessor irsaMetricsWatcher(
      ObjectProvider<IrsaMetrics> metrics, ObjectProvider<ImportCredentials> imports) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof IrsaMetrics created) {
          imports.ifAvailable(each -> each.tell(created));
        }
        if (bean instanceof IrsaCredentialsProvider provider) {
          metrics.getObject().watch(provider, IrsaCredentialsProvider::status);
        }
        return bean;
      }
    };
  }
}
