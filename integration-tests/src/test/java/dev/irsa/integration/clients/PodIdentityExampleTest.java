package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.IrsaCredentials;
import dev.irsa.policy.Role;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.podidentity.PodIdentityAssociation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code examples/pod-identity}, with the lab behind the AWS CLI. */
@Tag("comparison")
final class PodIdentityExampleTest {

  private static final Path SCRIPT =
      Path.of("..", "examples", "pod-identity").toAbsolutePath().normalize();

  @TempDir Path home;

  @Test
  void aRoleOfIrsaServesPodIdentityAndStillServesIrsa() throws IOException, InterruptedException {
    try (IrsaLab lab = IrsaLab.builder().clusterName("myeks").start()) {
      ServiceAccount withIrsa = lab.createServiceAccount("default", "other");
      Role role = lab.roleOf(withIrsa);

      for (int run = 0; run < 2; run++) {
        lab.iam()
            .updateRole(
                role.withTrustPolicy(
                    TrustPolicy.parse(afterRun(lab.roleOf(withIrsa).trustPolicy().json()))));
      }

      ServiceAccount plain = lab.apply(ServiceAccount.of("default", "my-sa"));
      lab.associate(plain, PodIdentityAssociation.Request.forRole(role.arn()));
      for (ServiceAccount account : List.of(withIrsa, plain)) {
        try (PodEnvironment pod = lab.startPod(account);
            IrsaCredentials irsa = IrsaCredentials.builder().environment(pod.exports()).build()) {
          assertEquals("111122223333", irsa.credentials().accountId());
        }
      }
    }
  }

  /** Returns the trust policy that the script leaves. */
  private String afterRun(String trust) throws IOException, InterruptedException {
    Path before = Files.writeString(home.resolve("before.json"), trust);
    Path after = home.resolve("after.json");
    Path command = home.resolve("aws");
    Files.writeString(
        command,
        """
        #!/bin/sh
        case "$2" in
          get-role) cat '%s' ;;
          update-assume-role-policy) [ "$5" = --policy-document ] && printf %%s "$6" >'%s' ;;
        esac
        """
            .formatted(before, after));
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    Finished finished =
        new Program(
                List.of("sh", SCRIPT.toString()),
                Map.of("PATH", home + ":" + System.getenv("PATH")),
                home)
            .run();
    assertEquals(0, finished.exitCode(), () -> finished.out() + finished.errors());
    String policy = Files.readString(after);
    assertEquals(1, policy.split("pods.eks.amazonaws.com", -1).length - 1, policy);
    return policy;
  }
}
