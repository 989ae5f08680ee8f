package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSSessionCredentials;
import com.sun.net.httpserver.HttpServer;
import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaListener;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.integration.WayIn.Opened;
import dev.irsa.internal.adapter.PodLab;
import dev.irsa.internal.session.Sessions;
import dev.irsa.micrometer.IrsaMetrics;
import dev.irsa.testkit.server.Fault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Two rules for all modules: nothing secret is in any text, and the code of an application may
 * throw anything, or block.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class RulesOfAllProvidersTest {

  private final PodLab podInLab = new PodLab();
  private final WayIn.Pod pod = WayIn.Pod.in(podInLab);
  private final Queue<String> texts = new ConcurrentLinkedQueue<>();
  private final Logger logger = Logger.getLogger("dev.irsa");
  private final Level level = logger.getLevel();
  private final Handler log =
      new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
          texts.add(formatter.format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listenToTheLog() {
    logger.setLevel(Level.ALL);
    logger.addHandler(log);
  }

  @AfterEach
  void close() {
    logger.removeHandler(log);
    logger.setLevel(level);
    podInLab.close();
  }

  // ---- secrets

  @ParameterizedTest
  @EnumSource
  void nothingSecretIsInAnyText(WayIn way) throws Exception {
    List<String> secrets = new ArrayList<>(List.of(Files.readString(podInLab.pod.tokenFile())));
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    IrsaMetrics metrics = new IrsaMetrics();
    metrics.bindTo(meters);
    IrsaListener listener =
        event -> {
          metrics.onEvent(event);
          texts.add(event.toString());
        };

    Opened served = way.open(pod, "served", listener);
    secrets.addAll(secretsOf(served.provider()));
    addTextsOf(served.provider());
    Sessions.shared().invalidate(served.accessKeyId().get());
    secrets.addAll(secretsOf(served.provider()));
    addTextsOf(served.provider());
    served.end().run();

    podInLab.faults().always(Fault.error("AccessDenied", 403, "not " + secrets.get(0)));
    Opened denied = way.open(pod, "denied", listener);
    texts.add(trace(assertThrows(RuntimeException.class, () -> denied.accessKeyId().get())));
    addTextsOf(denied.provider());
    denied.end().run();
    meters.getMeters().forEach(meter -> texts.add(meter.getId().toString()));

    assertNoneIn(secrets);
  }

  /** An endpoint whose address has secrets. */
  @ParameterizedTest
  @CsvSource({"200, true", "403, false"})
  void nothingSecretOfAContainerIsInAnyText(int status, boolean isServed) throws Exception {
    List<String> secrets =
        List.of("the-identifier", "the-query", "the-token", "the-secret-key", "the-session-token");
    String body =
        isServed
            ? """
              {"AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "the-secret-key",
               "Token": "the-session-token", "Expiration": "2999-01-01T00:00:00Z"}"""
            : "{\"message\": \"not " + secrets.subList(0, 3) + "\"}";
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v2/credentials/the-identifier",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    Map<String, String> variables =
        Map.of(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            address + "/v2/credentials/the-identifier?key=the-query",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "the-token");
    Consumer<IrsaCredentials.Builder> settings = core -> core.environment(variables);
    use(() -> core(settings), isServed);
    use(dev.irsa.sdk.v2.IrsaCredentialsProvider.builder().configure(settings)::build, isServed);
    use(
        dev.irsa.sdk.v2.IrsaCredentialsProviderChain.builder().configure(settings)::build,
        isServed);
    use(dev.irsa.sdk.v1.IrsaCredentialsProvider.builder().configure(settings)::build, isServed);
    use(
        dev.irsa.sdk.v1.IrsaCredentialsProviderChain.builder().configure(settings)::build,
        isServed);
    server.stop(0);

    assertNoneIn(secrets);
  }

  private IrsaCredentials core(Consumer<IrsaCredentials.Builder> settings) {
    IrsaCredentials.Builder builder = IrsaCredentials.builder();
    settings.accept(builder);
    return builder.addListener(event -> texts.add(event.toString())).build();
  }

  private void use(Supplier<? extends AutoCloseable> provider, boolean isServed) throws Exception {
    IrsaCredentials.discardAll();
    try (AutoCloseable opened = provider.get()) {
      if (isServed) {
        assertEquals(List.of("the-secret-key", "the-session-token"), secretsOf(opened));
      } else {
        texts.add(trace(assertThrows(RuntimeException.class, () -> secretsOf(opened))));
      }
      addTextsOf(opened);
    }
  }

  private static List<String> secretsOf(Object provider) {
    if (provider instanceof IrsaCredentials core) {
      SessionCredentials credentials = core.credentials();
      return List.of(credentials.secretAccessKey(), credentials.sessionToken());
    }
    if (provider instanceof AWSCredentialsProvider v1) {
      AWSSessionCredentials credentials = (AWSSessionCredentials) v1.getCredentials();
      return List.of(credentials.getAWSSecretKey(), credentials.getSessionToken());
    }
    AwsSessionCredentials credentials =
        (AwsSessionCredentials) ((AwsCredentialsProvider) provider).resolveCredentials();
    return List.of(credentials.secretAccessKey(), credentials.sessionToken());
  }

  private void addTextsOf(Object provider) throws Exception {
    texts.add(provider.toString());
    texts.add(String.valueOf(provider.getClass().getMethod("status").invoke(provider)));
    if (provider instanceof IrsaCredentials core && core.status().expiration() != null) {
      texts.add(core.credentials().toString());
    }
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private void assertNoneIn(List<String> secrets) {
    assertTrue(texts.size() > 5, texts::toString);
    for (String secret : secrets) {
      assertFalse(
          texts.stream().anyMatch(text -> text.contains(secret)),
          () -> secret + " is in " + texts.stream().filter(t -> t.contains(secret)).findFirst());
    }
  }

  // ---- code of applications

  /** What a listener does. */
  enum Listening {
    THROWS_AN_EXCEPTION,
    THROWS_A_CHECKED_EXCEPTION,
    THROWS_AN_ERROR,
    BLOCKS
  }

  @ParameterizedTest
  @EnumSource
  void aListenerMayThrowAnythingOrBlock(WayIn way) {
    for (Listening listening : Listening.values()) {
      CountDownLatch ended = new CountDownLatch(1);
      Opened opened = way.open(pod, listening.name(), event -> listen(listening, event, ended));

      String first = opened.accessKeyId().get();
      Sessions.shared().invalidate(first);

      assertNotEquals(first, opened.accessKeyId().get(), listening::toString);
      ended.countDown();
      opened.end().run();
    }
  }

  private static void listen(Listening listening, IrsaEvent event, CountDownLatch ended) {
    switch (listening) {
      case THROWS_AN_EXCEPTION -> throw new IllegalStateException("on " + event.getClass());
      case THROWS_A_CHECKED_EXCEPTION -> sneak(new IOException("on " + event.getClass()));
      case THROWS_AN_ERROR -> throw new StackOverflowError();
      case BLOCKS -> {
        try {
          ended.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** Throws a checked exception that is not declared, as Kotlin does. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Exception> void sneak(Exception checked) throws X {
    throw (X) checked;
  }
}
