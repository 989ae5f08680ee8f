package dev.irsa.integration.engines.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.engines.PodInThisJvm;
import dev.irsa.integration.engines.PodTest;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/** A bean that is injected into every client, as in Spring Cloud AWS. */
final class SpringTest extends PodTest {

  @Test
  void oneBeanServesEveryClientOfTheContextWhateverIsClosed() {
    for (int start = 0; start < 2; start++) {
      try (var context = context()) {
        StsClient first = context.getBean("first", StsClient.class);
        StsClient second = context.getBean("second", StsClient.class);
        String arn = first.getCallerIdentity().arn();
        first.close();

        assertTrue(arn.startsWith(pod.lab().roleOf(pod.account()).sessionArn("")), arn);
        assertEquals(arn, second.getCallerIdentity().arn());
        assertEquals(1, pod.sessions());
      }
    }
  }

  /** Returns the builder of a client in a pod. */
  static StsClientBuilder client(PodInThisJvm pod) {
    return StsClient.builder()
        .httpClientBuilder(ApacheHttpClient.builder())
        .region(Region.of(pod.lab().region()))
        .endpointOverride(pod.pod().plainStsEndpoint());
  }

  private AnnotationConfigApplicationContext context() {
    var context = new AnnotationConfigApplicationContext();
    context.registerBean(PodInThisJvm.class, () -> pod, bean -> bean.setDestroyMethodName(""));
    context.register(Credentials.class, Clients.class);
    context.refresh();
    return context;
  }

  @Configuration
  static class Credentials {
    @Bean
    AwsCredentialsProvider credentialsProvider() {
      return IrsaCredentialsProvider.create();
    }
  }

  /** Creates clients as Spring Cloud AWS does for each service. */
  @Configuration
  static class Clients {
    @Bean
    StsClient first(PodInThisJvm pod, AwsCredentialsProvider credentials) {
      return client(pod).credentialsProvider(credentials).build();
    }

    @Bean
    StsClient second(PodInThisJvm pod, AwsCredentialsProvider credentials) {
      return client(pod).credentialsProvider(credentials).build();
    }
  }
}
