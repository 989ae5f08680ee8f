package dev.irsa.spring;

import dev.irsa.IrsaListener;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Provides the credentials of the pod's role as the bean that Spring Cloud AWS gives to its
 * clients. In other processes it does nothing, and the credentials of Spring Cloud AWS are used.
 *
 * <p>The bean starts to fetch the first credentials in the background. An invalid configuration
 * fails the start. All beans of type {@link IrsaListener} receive the events of the session.
 *
 * @since 0.1
 */
@AutoConfiguration(
    beforeName = "io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration")
@Conditional(OnIrsaPod.class)
@EnableConfigurationProperties(IrsaProperties.class)
public class IrsaAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(AwsCredentialsProvider.class)
  IrsaCredentialsProvider irsaCredentialsProvider(
      IrsaProperties properties, ObjectProvider<IrsaListener> listeners) {
    List<IrsaListener> all = listeners.orderedStream().toList();
    return new ProviderFactory(properties).create(all.isEmpty() ? null : new ListenerGroup(all));
  }
}
