package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.ForkedJava;
import dev.irsa.fake.ScriptedServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Checks what a fresh JVM loads of ours until the first request of a client is sent. */
final class FirstRequestTest {

  @TempDir Path folder;

  @Test
  void aRequestOfThePodLoadsNoFunctionOfOursNoStatusAndNoSettingsOfTheGuard() throws Exception {
    Path classes = folder.resolve("classes");
    String output;
    try (ScriptedServer server = ScriptedServer.issuing()) {
      output =
          ForkedJava.run(
              Client.class.getName(),
              List.of("-Xlog:class+load:file=" + classes),
              server.pod(folder));
    }
    assertTrue(output.contains("sent"), output);
    List<String> lines = Files.readAllLines(classes);

    assertEquals(List.of(), of(lines, "dev.irsa.sdk", "$$Lambda"));
    assertEquals(List.of(), of(lines, "dev.irsa.internal", "$$Lambda"));
    assertEquals(List.of(), of(lines, "dev.irsa.IrsaStatus", ""));
    assertEquals(List.of(), of(lines, "dev.irsa.internal.guard.GuardRules", ""));
    assertEquals(1, of(lines, "dev.irsa.internal.guard.ClientGuard", "").size());
  }

  private static List<String> of(List<String> lines, String prefix, String part) {
    return lines.stream()
        .flatMap(line -> Stream.of(line.split(" ", -1)))
        .filter(word -> word.startsWith(prefix) && word.contains(part))
        .distinct()
        .toList();
  }

  /** A process whose provider is asked by a client, which sends a request. Run by a test. */
  static final class Client {

    public static void main(String[] arguments) {
      try (IrsaCredentialsProvider provider = IrsaCredentialsProvider.create()) {
        String key = provider.resolveIdentity().join().accessKeyId();
        SdkHttpRequest signed =
            SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create("https://s3.eu-west-1.amazonaws.com/"))
                .putHeader("Authorization", "AWS4-HMAC-SHA256 Credential=" + key + "/20261201/s3")
                .build();
        new SignedRequests().beforeTransmission(signed, new ExecutionAttributes());
      }
      System.out.println("sent");
    }
  }
}
