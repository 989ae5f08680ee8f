package dev.irsa.spring;

import dev.irsa.internal.adapter.ChainRules;
import dev.irsa.internal.guard.IdentityGuard;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * What is the same in every process, in a pod or not: AOT evaluates conditions at build time.
 * Checks the properties {@code irsa.*} in every start, and gives the identity guard its own, before
 * any bean exists and whoever provides the credentials of the application. Pools of HikariCP with
 * the password {@code irsa:rds} or {@code irsa:dsql} get passwords that are made of the pod's role,
 * and tokens for others in {@code irsa.outbound-tokens} become beans.
 */
@AutoConfiguration
class IrsaPropertiesAutoConfiguration {

  @Bean
  static ProviderBeans irsaProviderBeans(ConfigurableListableBeanFactory beans) {
    return new ProviderBeans(beans);
  }

  @Bean
  @ConditionalOnClass(name = "javax.sql.DataSource")
  static DataSourcePasswords irsaDataSourcePasswords(Environment environment) {
    return new DataSourcePasswords(environment);
  }

  @Bean
  static BeanFactoryPostProcessor irsaIdentityGuard(Environment environment) {
    return beans -> {
      KnownProperties known = KnownProperties.of(environment);
      boolean isOurs = beans.containsBeanDefinition(IrsaAutoConfiguration.PROVIDER);
      ProviderFactory factory = new ProviderFactory(known);
      factory.requireValid(isOurs);
      OutboundTokenBeans.register(factory, beans);
      // A closed application takes its rules along; other applications of the process keep theirs.
      ((DefaultSingletonBeanRegistry) beans)
          .registerDisposableBean("irsaGuardRules", IdentityGuard.shared().use(known.given())::run);
      ChainRules.warnIfSwitchedOff(known.given());
    };
  }
}
