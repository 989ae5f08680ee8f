package dev.irsa.spring;

import dev.irsa.IrsaListener;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Provides the credentials of the pod's role as the bean that AWS clients get, including Spring
 * Cloud AWS's. In other processes it does nothing; see {@link IrsaChainAutoConfiguration}.
 *
 * <p>The bean starts to fetch the first credentials in the background. An invalid configuration
 * fails the start, and so do other credentials in {@code spring.cloud.aws.credentials}. All beans
 * of type {@link IrsaListener} receive the events of the session.
 *
 * @since 0.1
 */
@AutoConfiguration(
    beforeName = "io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration")
// Other libraries provide the SDK's chain if they find no provider.
@AutoConfigureOrder(Ordered.HIGHEST_PRECEDENCE)
@Conditional(OnIrsaPod.class)
public class IrsaAutoConfiguration {

  /** The name of the bean that provides the credentials. */
  static final String PROVIDER = "irsaCredentialsProvider";

  @Bean
  ListenerBeans irsaListenerBeans(ConfigurableListableBeanFactory beans) {
    return new ListenerBeans(beans);
  }

  @Bean(PROVIDER)
  @ConditionalOnMissingBean(AwsCredentialsProvider.class)
  IrsaCredentialsProvider irsaCredentialsProvider(
      Environment environment, ListenerBeans listeners) {
    return new ProviderFactory(KnownProperties.of(environment)).create(listeners.all());
  }
}
