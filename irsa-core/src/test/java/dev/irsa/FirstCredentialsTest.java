package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.Answers;
import dev.irsa.fake.ForkedJava;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.testkit.http.LabCertificateAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands on the way to the first credentials, by the classes that a fresh JVM loads. */
final class FirstCredentialsTest {

  /** Each of these costs more than it gives before there are credentials. */
  private static final List<String> NOT_ON_THE_WAY =
      List.of(
          "com.nimbusds.",
          "com.github.benmanes.caffeine.",
          "java.net.http.",
          "java.lang.runtime.ObjectMethods");

  @TempDir Path folder;

  @Test
  void theFirstCredentialsLoadNeitherNimbusNorCaffeineNorLambdas() throws Exception {
    LabCertificateAuthority authority = LabCertificateAuthority.create();
    Path bundle = folder.resolve("ca.p12");
    authority.writeTrustStore(bundle, "changeit");
    Path token = Files.writeString(folder.resolve("token"), Answers.TOKEN);
    Path classes = folder.resolve("classes.log");
    try (ScriptedServer server =
        ScriptedServer.tls(
            authority.serverContext("127.0.0.1"),
            connection -> {
              connection.readRequest();
              connection.answer(200, Answers.success(), "Date: Tue, 24 Nov 2026 16:00:00 GMT");
            })) {
      String output =
          ForkedJava.run(
              FirstCredentials.class.getName(),
              List.of(
                  "-Xlog:class+load:file=" + classes,
                  "-Djavax.net.ssl.trustStore=" + bundle,
                  "-Djavax.net.ssl.trustStorePassword=changeit"),
              Map.of(
                  "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart",
                  "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
                  "AWS_REGION", "eu-west-1",
                  "HOSTNAME", "cart-0",
                  "AWS_ENDPOINT_URL_STS", server.uri().toString()));

      assertTrue(output.contains("expires 1795539600"), output);
    }
    List<String> loaded = loaded(classes);
    List<String> unwanted = new ArrayList<>();
    for (String name : loaded) {
      if (name.startsWith("dev.irsa.") && name.contains("$$Lambda")) {
        unwanted.add(name);
      }
      for (String prefix : NOT_ON_THE_WAY) {
        if (name.startsWith(prefix)) {
          unwanted.add(name);
        }
      }
    }
    System.out.println(
        "classes loaded for the first credentials: "
            + loaded.size()
            + ", ours "
            + loaded.stream().filter(name -> name.startsWith("dev.irsa.")).count());
    assertEquals(List.of(), unwanted);
  }

  private static List<String> loaded(Path log) throws Exception {
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      int source = line.indexOf(" source:");
      if (source > 0) {
        String head = line.substring(0, source);
        names.add(head.substring(head.lastIndexOf(' ') + 1));
      }
    }
    return names;
  }
}
