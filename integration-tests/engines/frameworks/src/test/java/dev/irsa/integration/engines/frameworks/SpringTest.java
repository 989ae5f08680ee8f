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
import software.amazon.awssdk.services.sts.StsClient;

/** A bean that is injected into every client, as in Spring Cloud AWS. */
final class SpringTest extends PodTest {

  @Test
  void oneBeanServesEveryClientOfTheContext() {
    try (var context = context()) {
      StsClient first = context.getBean("first", StsClient.class);
      StsClient second = context.getBean("second", StsClient.class);

      String arn = first.getCallerIdentity().arn();

      assertTrue(arn.startsWith(Caller.ofThePod(pod)));
      assertEquals(arn, second.getCallerIdentity().arn());
      assertEquals(1, pod.sessions());
    }
  }

  @Test
  void aClosedClientDoesNotAffectTheBeanOfOthers() {
    try (var context = context()) {
      context.getBean("first", StsClient.class).close();

      String arn = context.getBean("second", StsClient.class).getCallerIdentity().arn();

      assertTrue(arn.startsWith(Caller.ofThePod(pod)));
    }
  }

  @Test
  void aClosedContextDoesNotAffectTheNext() {
    try (var context = context()) {
      context.getBean("first", StsClient.class).getCallerIdentity();
    }

    try (var context = context()) {
      String arn = context.getBean("first", StsClient.class).getCallerIdentity().arn();

      assertTrue(arn.startsWith(Caller.ofThePod(pod)));
    }
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
      return Caller.client(pod).credentialsProvider(credentials).build();
    }

    @Bean
    StsClient second(PodInThisJvm pod, AwsCredentialsProvider credentials) {
      return Caller.client(pod).credentialsProvider(credentials).build();
    }
  }
}
