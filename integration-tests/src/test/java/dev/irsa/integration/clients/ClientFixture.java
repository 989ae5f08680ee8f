package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A lab with a bucket, in which third-party clients run. */
@Tag("comparison")
abstract class ClientFixture {

  final IrsaLab lab = IrsaLab.start();

  @TempDir Path home;

  ClientFixture() {
    lab.objects().createBucket("reports");
    lab.objects().put("reports", "a.txt", "first".getBytes(StandardCharsets.UTF_8));
    lab.objects().put("reports", "b/c.txt", "second".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  /** Returns the environment of the client's process in the pod. */
  final Map<String, String> environment(LabClient client, PodEnvironment pod) {
    return client.reach().environment(lab, pod);
  }

  /** Replaces the pod's token by one whose signature differs in one character. */
  static void forgeToken(PodEnvironment pod) {
    String token = pod.tokenVolume().token().value();
    int signature = token.lastIndexOf('.') + 1;
    char other = token.charAt(signature) == 'A' ? 'B' : 'A';
    String forged = token.substring(0, signature) + other + token.substring(signature + 1);
    pod.tokenVolume().corrupt(forged.getBytes(StandardCharsets.US_ASCII));
  }

  final Finished run(LabClient client, Map<String, String> environment, String operation)
      throws Exception {
    // A new home directory each time, as in a new container: AWS CLI stores sessions there.
    Path empty = Files.createTempDirectory(home, "home");
    return new Program(client.command(Operation.parse(operation), home), environment, empty).run();
  }

  final String done(LabClient client, Map<String, String> environment, String operation)
      throws Exception {
    Finished run = run(client, environment, operation);
    assertTrue(run.succeeded(), run::errors);
    return run.out().strip();
  }

  /** Checks that the client lists and reads the bucket. */
  final void assertWorks(LabClient client, Map<String, String> environment) throws Exception {
    String keys = done(client, environment, "list:reports").replaceAll("\\s+", "\n");
    assertEquals("a.txt\nb/c.txt", keys);
    assertEquals("second", done(client, environment, "read:reports:b/c.txt"));
  }
}
