package dev.irsa.bench.pod;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The start of an application of Spring Boot, and its first call to S3. Its credentials are a bean
 * of the application; those that are eager come from our starter.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class SpringPod {

  /** Makes the call. Arguments: the source of the credentials, the endpoint of S3. */
  public static void main(String[] arguments) {
    SpringApplication application = new SpringApplication(SpringPod.class);
    if (!arguments[0].equals("eager")) {
      application.addInitializers(
          context ->
              ((GenericApplicationContext) context)
                  .registerBean(
                      AwsCredentialsProvider.class, () -> ApplicationCredentials.of(arguments[0])));
    }
    try (ConfigurableApplicationContext context = application.run(arguments)) {
      ReadyLine.print(context.getBean(S3Client.class).listBuckets().buckets().get(0).name());
    }
  }

  @Bean
  S3Client s3(AwsCredentialsProvider credentials, ApplicationArguments arguments) {
    return S3Pod.client(credentials, arguments.getSourceArgs()[1]);
  }
}
