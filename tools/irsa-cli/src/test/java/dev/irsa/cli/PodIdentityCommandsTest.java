package dev.irsa.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.RequestRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code irsa whoami} and {@code irsa credentials} in a pod that uses EKS Pod Identity. */
class PodIdentityCommandsTest {
  private IrsaLab lab;
  private ServiceAccount account;
  private PodEnvironment pod;

  @BeforeEach
  void startPod() {
    lab = IrsaLab.start();
    account = lab.createPodIdentityServiceAccount("default", "my-sa");
    pod = lab.startPod(account);
  }

  @AfterEach
  void closeLab() {
    lab.close();
  }

  @Test
  void whoamiPrintsTheRoleOfTheAssociationAsStsSeesIt() {
    Console console = Console.pipe(pod.exports());

    int exitCode = console.run("whoami");

    assertEquals(0, exitCode, console::err);
    List<String> lines = console.out().lines().toList();
    assertEquals("account   111122223333", lines.get(0));
    assertEquals("arn       " + issued().callerArn(), lines.get(1));
    assertTrue(lines.get(2).matches("user id   AROA\\w+:eks-myeks-pod-.*"), lines.get(2));
    assertEquals("session   " + issued().sessionName(), lines.get(3));
    assertTrue(lines.get(4).matches("expires   .*Z \\(in 3\\d\\d min \\d+ s\\)"), lines.get(4));
    assertEquals("", console.err());
    assertEquals(1, lab.requests().count("GetCallerIdentity"));
  }

  @Test
  void whoamiWithoutARegionSaysWhichVariableIsMissing() {
    Map<String, String> variables = new HashMap<>(pod.exports());
    List.of("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL_STS").forEach(variables::remove);
    Console console = Console.pipe(variables);

    assertEquals(1, console.run("whoami"));
    assertTrue(console.err().contains("AWS_REGION or AWS_DEFAULT_REGION: neither is set"));
  }

  @Test
  void withoutAnAssociationTheErrorSaysHowToCreateOne() {
    lab.disassociate(account);
    Console console = Console.pipe(pod.exports());

    int exitCode = console.run("whoami");

    assertEquals(1, exitCode);
    assertEquals("", console.out());
    assertTrue(console.err().startsWith("irsa: The EKS Pod Identity agent at "), console::err);
    assertTrue(console.err().contains("aws eks create-pod-identity-association"), console::err);
    assertFalse(console.err().contains("\tat "), console::err);
  }

  private RequestRecord issued() {
    return lab.requests().of("AssumeRoleForPodIdentity").get(0);
  }
}
