package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.ForkedJava;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks which classes a fresh JVM loads for the first credentials. */
final class FirstCredentialsTest {

  /** Classes that would slow down the first credentials. */
  private static final List<String> NOT_ON_THE_WAY =
      List.of(
          "com.nimbusds.",
          "com.github.benmanes.caffeine.",
          "java.net.http.",
          "javax.xml.",
          "com.sun.org.apache.xerces.",
          "sun.net.www.protocol.http.HttpURLConnection",
          "java.time.format.DateTimeFormatterBuilder$",
          "java.util.EnumMap",
          // Its initialization takes 25 ms on JDK 25. Duration.abs() and multipliedBy() need it.
          "java.math.BigDecimal",
          "java.util.stream.",
          "java.util.regex.",
          "java.util.Formatter",
          // What only failures, views, other sources and whoever asks for the status need.
          "dev.irsa.IrsaStatus",
          "dev.irsa.credentials.RoleRequest",
          "dev.irsa.internal.config.NoProxy",
          "dev.irsa.internal.config.ProxyUrl",
          "dev.irsa.internal.config.Refusal",
          "dev.irsa.internal.config.SessionTags",
          "dev.irsa.internal.config.SettingProblem",
          "dev.irsa.internal.config.ViewRule",
          "dev.irsa.internal.container.",
          "dev.irsa.internal.http.CaBundle",
          "dev.irsa.internal.http.HttpFailures",
          "dev.irsa.internal.http.HttpProxy",
          "dev.irsa.internal.refresh.WaitFailures",
          "dev.irsa.internal.remedy.",
          "dev.irsa.internal.session.SessionView",
          "dev.irsa.internal.session.ViewSessions",
          "dev.irsa.internal.sigv4.",
          // What only tokens for others need.
          "dev.irsa.OutboundToken",
          "dev.irsa.credentials.OutboundToken",
          "dev.irsa.credentials.SigningAlgorithm",
          "dev.irsa.internal.config.OutboundToken",
          "dev.irsa.internal.identity.OutboundToken",
          "dev.irsa.internal.sts.GetWebIdentityToken",
          "dev.irsa.internal.sts.Signed",
          // What only a spare endpoint needs.
          "dev.irsa.internal.config.SpareRule",
          "dev.irsa.internal.config.StsAddress",
          "dev.irsa.internal.limit.EndpointPreference",
          "dev.irsa.internal.refresh.EndpointChoice");

  /** In the name of a function's class. Linking one takes two to three times what a class does. */
  private static final String FUNCTION = "$$Lambda";

  @TempDir Path folder;

  @Test
  void theFirstCredentialsAndTheLastCloseLoadNothingThatTheyDoNotNeed() throws Exception {
    LabCertificateAuthority authority = LabCertificateAuthority.create();
    authority.writeTrustStore(folder.resolve("ca.p12"), "changeit");
    try (ScriptedServer server =
        ScriptedServer.tls(
            authority.serverContext("127.0.0.1"),
            connection -> {
              connection.readRequest();
              connection.answer(
                  200,
                  StsResponses.success("2026-11-24T17:00:00.000Z"),
                  "Date: Tue, 24 Nov 2026 16:00:00 GMT");
            })) {
      List<String> raw = loadedBy(Raw.class, server, "2026-11-24T17:00:00.000Z");
      List<String> loaded = loadedBy(First.class, server, "1795539600");

      List<String> unwanted = new ArrayList<>();
      for (String name : loaded) {
        boolean heavy =
            NOT_ON_THE_WAY.stream().anyMatch(name::startsWith)
                || (name.startsWith("dev.irsa.")
                    && !name.startsWith("dev.irsa.fake.")
                    && name.endsWith(FUNCTION));
        if (heavy && !raw.contains(name)) {
          unwanted.add(name);
        }
      }
      assertEquals(List.of(), unwanted);
      assertTrue(loaded.contains("dev.irsa.internal.sts.StsResponse"), "the whole way is walked");
    }
  }

  private List<String> loadedBy(Class<?> main, ScriptedServer server, String expires)
      throws Exception {
    Path classes = folder.resolve(main.getSimpleName());
    String output =
        ForkedJava.run(
            main.getName(),
            List.of(
                "-Xlog:class+load:file=" + classes,
                "-Djavax.net.ssl.trustStore=" + folder.resolve("ca.p12"),
                "-Djavax.net.ssl.trustStorePassword=changeit"),
            server.pod(folder));
    assertTrue(output.contains("expires " + expires), output);
    return loaded(classes);
  }

  private static List<String> loaded(Path log) throws Exception {
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      int source = line.indexOf(" source:");
      if (source > 0) {
        String head = line.substring(0, source);
        String name = head.substring(head.lastIndexOf(' ') + 1);
        // What follows differs in each process.
        int function = name.indexOf(FUNCTION);
        names.add(function < 0 ? name : name.substring(0, function + FUNCTION.length()));
      }
    }
    return names;
  }

  /** A process that only fetches its first credentials, and closes its handle. Run by a test. */
  static final class First {

    public static void main(String[] arguments) {
      try (IrsaCredentials credentials = IrsaCredentials.fromEnvironment()) {
        System.out.println("expires " + credentials.credentials().expiration().getEpochSecond());
      }
    }
  }

  /**
   * The same request without this library and without error handling: the minimum that any client
   * needs.
   */
  static final class Raw {

    public static void main(String[] arguments) throws IOException {
      URI endpoint = URI.create(System.getenv("AWS_ENDPOINT_URL_STS"));
      String token;
      try (InputStream file = new FileInputStream(System.getenv("AWS_WEB_IDENTITY_TOKEN_FILE"))) {
        token = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
      }
      try (SSLSocket socket =
          (SSLSocket)
              SSLSocketFactory.getDefault().createSocket(endpoint.getHost(), endpoint.getPort())) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        String form =
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&WebIdentityToken=".concat(token);
        String head =
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                .concat(Integer.toString(form.length()))
                .concat("\r\n\r\n");
        socket.getOutputStream().write(head.concat(form).getBytes(StandardCharsets.ISO_8859_1));
        var answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        int from = answer.indexOf("<Expiration>") + 12;
        System.out.println("expires ".concat(answer.substring(from, answer.indexOf('<', from))));
      }
    }
  }
}
