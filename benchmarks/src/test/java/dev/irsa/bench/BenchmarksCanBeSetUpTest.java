package dev.irsa.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.bench.pod.DynamoDbPod;
import dev.irsa.bench.pod.RawExchange;
import dev.irsa.bench.pod.S3Pod;
import dev.irsa.bench.pod.SpringPod;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;

/** Sets up each JMH benchmark against the real STS process, calls it once and tears it down. */
class BenchmarksCanBeSetUpTest {

  @TempDir static Path directory;

  private static final Set<String> OWN_PROPERTIES = new HashSet<>();
  private static StsProcess sts;

  @BeforeAll
  static void startSts() throws Exception {
    Path token = directory.resolve("token");
    Files.writeString(token, TokenText.at(Instant.now()));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    sts =
        StsProcess.start(
            new Jdk(17, java, "this"), System.getProperty("java.class.path"), directory);
    set("aws.roleArn", Names.ROLE);
    set("aws.webIdentityTokenFile", token.toString());
    set("aws.roleSessionName", "bench");
    set("aws.region", "us-east-1");
    set("aws.endpointUrlSts", sts.http());
    set("aws.java.v1.disableDeprecationAnnouncement", "true");
    set(
        "software.amazon.awssdk.http.service.impl",
        "software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService");
    set("javax.net.ssl.trustStore", sts.trustStore().toString());
    set(Names.HTTP, sts.http());
    set(Names.HTTPS, sts.https());
    set(Names.AGENT, sts.agent());
    set(Names.TOKEN_FILE, token.toString());
  }

  private static void set(String name, String value) {
    OWN_PROPERTIES.add(name);
    System.setProperty(name, value);
  }

  @AfterAll
  static void stopSts() {
    OWN_PROPERTIES.forEach(System::clearProperty);
    sts.close();
  }

  @ParameterizedTest
  @MethodSource("benchmarkClasses")
  void eachBenchmarkReturnsAResult(String name) throws Exception {
    Class<?> type = Class.forName(name);
    for (String scheme : schemes(type)) {
      Object benchmark = type.getDeclaredConstructor().newInstance();
      if (!scheme.isEmpty()) {
        type.getField("scheme").set(benchmark, scheme);
      }
      callAll(benchmark, Setup.class);
      for (Method method : type.getMethods()) {
        if (method.isAnnotationPresent(Benchmark.class)) {
          assertNotNull(method.invoke(benchmark), method.getName());
        }
      }
      callAll(benchmark, TearDown.class);
    }
  }

  @Test
  void theAgentServesTheMinimumOursAndTheSdk() throws Exception {
    String uri = sts.agent();
    String path = uri.substring(uri.indexOf('/', 7));
    RawExchange raw = new RawExchange(uri.substring(0, uri.length() - path.length()));
    String key;
    try (Socket socket = raw.connect()) {
      key = raw.get(socket, path, Files.readString(directory.resolve("token")));
    }
    set("aws.containerCredentialsFullUri", uri);
    set("aws.containerAuthorizationTokenFile", directory.resolve("token").toString());

    assertEquals(key, ContainerCredentialsProvider.create().resolveCredentials().accessKeyId());
    try (IrsaCredentials ours =
        IrsaCredentials.builder()
            .containerCredentialsUri(URI.create(uri))
            .containerAuthorizationTokenFile(directory.resolve("token"))
            .build()) {
      assertEquals(key, ours.credentials().accessKeyId());
    }
  }

  @Test
  void theServicesAnswerRealClients() throws Exception {
    for (Entry main : List.<Entry>of(S3Pod::main, DynamoDbPod::main, SpringPod::main)) {
      PrintStream console = System.out;
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
      try {
        main.call("static", sts.services());
      } finally {
        System.setOut(console);
      }

      String printed = output.toString(StandardCharsets.UTF_8);
      assertTrue(printed.contains("ready ") && printed.endsWith(" bench\n"), printed);
    }
  }

  private interface Entry {
    void call(String... arguments) throws Exception;
  }

  static Stream<String> benchmarkClasses() throws Exception {
    List<String> names = new ArrayList<>();
    try (BufferedReader list =
        new BufferedReader(
            new InputStreamReader(
                BenchmarksCanBeSetUpTest.class.getResourceAsStream("/META-INF/BenchmarkList"),
                StandardCharsets.UTF_8))) {
      // Each line: "JMH S <length> <class> S <length> <generated class> …".
      list.lines().map(line -> line.split(" ", -1)[3]).forEach(names::add);
    }
    return names.stream().distinct().sorted();
  }

  private static List<String> schemes(Class<?> type) throws Exception {
    for (Field field : type.getFields()) {
      if (field.getName().equals("scheme")) {
        return List.of(field.getAnnotation(Param.class).value());
      }
    }
    return List.of("");
  }

  private static void callAll(Object benchmark, Class<? extends java.lang.annotation.Annotation> of)
      throws Exception {
    for (Method method : benchmark.getClass().getMethods()) {
      if (method.isAnnotationPresent(of)) {
        method.invoke(benchmark);
      }
    }
  }
}
