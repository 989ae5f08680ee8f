package dev.irsa;

import dev.irsa.credentials.SessionCredentials;
import org.crac.Core;

/** A process that is frozen and restored between two calls for credentials. Run by a test. */
final class CheckpointedProcess {

  private CheckpointedProcess() {}

  public static void main(String[] arguments) throws Exception {
    try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment()) {
      SessionCredentials before = irsa.credentials();
      System.gc();
      Core.checkpointRestore();
      System.out.println("kept " + (irsa.credentialsInHand() != null));
      System.out.println("state " + irsa.status().state());
      boolean fetched = !irsa.credentials().equals(before);
      System.out.println("fetched " + fetched);
    }
  }
}
