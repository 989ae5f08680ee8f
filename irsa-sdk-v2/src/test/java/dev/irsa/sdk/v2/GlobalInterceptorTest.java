package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.ForkedJava;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * An application whose class path has the SDK's resource of global interceptors, as {@code
 * docs/adopting.md} shows it: its clients were not told of the interceptor.
 */
final class GlobalInterceptorTest {

  private static final String RESOURCE =
      "software/amazon/awssdk/global/handlers/execution.interceptors";

  @Test
  void theCallAfterARejectedOneUsesNewCredentials(@TempDir Path folder) throws Exception {
    Path resource = folder.resolve(RESOURCE);
    Files.createDirectories(resource.getParent());
    Files.writeString(resource, "dev.irsa.sdk.v2.RejectedCredentialsInterceptor\n");

    String output =
        ForkedJava.run(
            Application.class.getName(), List.of("-Xbootclasspath/a:" + folder), Map.of());
    assertTrue(output.endsWith("calls of STS: 1, 1, 2\n"), output);
  }

  /** Prints the calls of STS after the first call, a foreign rejected key, and a rejected key. */
  static final class Application {

    private Application() {}

    public static void main(String[] arguments) {
      try (IrsaLab lab = IrsaLab.start()) {
        ServiceAccount account = lab.createServiceAccount("default", "my-sa");
        PodEnvironment pod = lab.startPod(account);
        Map<String, String> variables = new HashMap<>(pod.variables());
        variables.put("AWS_ENDPOINT_URL_STS", pod.plainStsEndpoint().toString());
        try (var provider =
                IrsaCredentialsProvider.builder()
                    .configure(core -> core.environment(variables))
                    .build();
            StsClient client = client(lab, pod, provider);
            StsClient foreign =
                client(
                    lab,
                    pod,
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret")))) {
          String arn = client.getCallerIdentity().arn();
          int first = exchanges(lab);
          assertThrows(StsException.class, foreign::getCallerIdentity);
          client.getCallerIdentity();
          int afterForeign = exchanges(lab);
          lab.expireSessions(account);
          assertThrows(StsException.class, client::getCallerIdentity);
          try {
            assertEquals(arn, client.getCallerIdentity().arn());
          } catch (StsException stillRejected) {
            assertEquals("ExpiredToken", stillRejected.awsErrorDetails().errorCode());
          }
          System.out.print(
              "calls of STS: " + first + ", " + afterForeign + ", " + exchanges(lab) + "\n");
        }
      }
    }

    private static StsClient client(
        IrsaLab lab, PodEnvironment pod, AwsCredentialsProvider credentials) {
      return StsClient.builder()
          .region(Region.of(lab.region()))
          .endpointOverride(pod.plainStsEndpoint())
          .credentialsProvider(credentials)
          .build();
    }

    private static int exchanges(IrsaLab lab) {
      return lab.requests().count("AssumeRoleWithWebIdentity");
    }
  }
}
