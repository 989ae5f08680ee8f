package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.ForkedJava;
import dev.irsa.internal.adapter.PodLab;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** An application whose clients were not told of the interceptor: the SDK finds it in the jar. */
final class GlobalInterceptorTest {

  @Test
  void theCallAfterARejectedOneUsesNewCredentials() throws Exception {
    String output = ForkedJava.run(Application.class.getName(), List.of(), Map.of());
    assertTrue(output.endsWith("calls of STS: 1, 1, 2\n"), output);
  }

  /** Prints the calls of STS after the first call, a foreign rejected key, and a rejected key. */
  static final class Application {

    private Application() {}

    public static void main(String[] arguments) {
      AwsBasicCredentials other = AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret");
      try (PodLab world = new PodLab();
          StsClient client = StsClients.of(world, StsClients.provider(world));
          StsClient foreign = StsClients.of(world, StaticCredentialsProvider.create(other))) {
        String arn = client.getCallerIdentity().arn();
        int first = world.exchanges();
        assertThrows(StsException.class, foreign::getCallerIdentity);
        client.getCallerIdentity();
        int afterForeign = world.exchanges();
        world.lab.expireSessions(world.account);
        assertThrows(StsException.class, client::getCallerIdentity);
        try {
          assertEquals(arn, client.getCallerIdentity().arn());
        } catch (StsException stillRejected) {
          assertEquals("ExpiredToken", stillRejected.awsErrorDetails().errorCode());
        }
        System.out.print(
            "calls of STS: " + first + ", " + afterForeign + ", " + world.exchanges() + "\n");
      }
    }
  }
}
