package dev.irsa;

import dev.irsa.credentials.RoleRequest;
import java.util.HashSet;
import java.util.Set;

/** A process with little memory that serves many sessions. Run by a test. */
final class SmallProcess {

  private SmallProcess() {}

  public static void main(String[] arguments) {
    Set<String> sessions = new HashSet<>();
    try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment()) {
      for (int round = 0; round < 3; round++) {
        for (int tenant = 0; tenant < 50; tenant++) {
          RoleRequest request =
              RoleRequest.of("arn:aws:iam::111122223333:role/cart")
                  .withSessionPolicy("{\"tenant\":" + tenant + "}");
          sessions.add(request.sessionPolicy() + irsa.forRole(request).credentials().expiration());
        }
      }
      for (int call = 0; call < 100_000; call++) {
        var unused = irsa.credentials();
      }
      System.out.println("sessions " + sessions.size() + ", renewed " + irsa.refresh());
      System.out.println("heap " + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MiB");
    }
  }
}
