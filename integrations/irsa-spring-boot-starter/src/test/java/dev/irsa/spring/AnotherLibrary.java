package dev.irsa.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The auto-configuration of a library that provides the SDK's chain unless there is a provider, as
 * Spring AI does. By its name it comes before ours.
 */
@AutoConfiguration
final class AnotherLibrary {

  @Bean
  @ConditionalOnMissingBean
  AwsCredentialsProvider credentialsOfAnotherLibrary() {
    return DefaultCredentialsProvider.builder().build();
  }
}
