package dev.irsa.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodIdentityLabTest {

  @Test
  void podsStartedAfterAnAssociationUseItAndThoseBeforeDoNot() {
    try (IrsaLab lab = IrsaLab.start()) {
      ServiceAccount account = lab.createServiceAccount("default", "my-sa");
      PodEnvironment before = lab.startPod(account);

      lab.associate(account);
      assertThrows(IllegalStateException.class, () -> lab.associate(account));
      PodEnvironment after = lab.startPod(account);
      lab.disassociate(account);

      assertTrue(before.variables().containsKey("AWS_ROLE_ARN"));
      assertFalse(after.variables().containsKey("AWS_ROLE_ARN"));
      assertTrue(lab.startPod(account).variables().containsKey("AWS_ROLE_ARN"));
      assertThrows(IllegalArgumentException.class, () -> lab.disassociate(account));
    }
  }

  @Test
  void deletingTheAccountDeniesExchangesAndEndsLiveSessions() {
    try (IrsaLab lab = IrsaLab.start()) {
      ServiceAccount account = lab.createPodIdentityServiceAccount("default", "my-sa");
      PodEnvironment pod = lab.startPod(account);
      String role = lab.roleOf(account).arn();
      assertTrue(role.contains(":role/eksctl-myeks-podidentityrole-"), role);

      lab.deleteServiceAccount(account);

      assertTrue(lab.iam().role(role).isEmpty());
      assertEquals(List.of(), lab.associations());
      assertThrows(IllegalStateException.class, () -> pod.tokenVolume().rotate());
      assertThrows(IllegalArgumentException.class, () -> lab.roleOf(account));
      assertThrows(IllegalArgumentException.class, () -> lab.deleteServiceAccount(account));
      assertThrows(IllegalArgumentException.class, () -> lab.revokeSessions(account));
    }
  }
}
