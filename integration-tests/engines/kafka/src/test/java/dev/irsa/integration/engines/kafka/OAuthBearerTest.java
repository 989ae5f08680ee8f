package dev.irsa.integration.engines.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.integration.engines.PodTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients whose handler Kafka makes from its class name, at a broker that verifies the tokens. */
class OAuthBearerTest extends PodTest {

  private static final String AUDIENCE = "https://kafka.example";
  private static final String TOPIC = "orders";

  @TempDir private Path directory;

  private LoopbackBroker broker;

  @BeforeEach
  void startBroker() throws Exception {
    pod.lab().allowOutboundTokens(pod.account());
    URI issuer = pod.lab().iam().outboundWebIdentityIssuer().orElseThrow();
    URI keys = URI.create(pod.lab().oidc().plainUri() + "/.well-known/jwks.json");
    broker = LoopbackBroker.start(directory, issuer, keys, AUDIENCE);
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  /** Returns the settings of a client, as docs/advanced.md shows them. */
  private Map<String, Object> settings(String audience) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("bootstrap.servers", broker.address());
    settings.put("security.protocol", "SASL_PLAINTEXT");
    settings.put("sasl.mechanism", "OAUTHBEARER");
    settings.put("sasl.login.callback.handler.class", "dev.irsa.iam.OutboundTokenCallbackHandler");
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required audience=\"%s\" duration=\"3600\" extension_logicalCluster=\"lkc-1\";"
            .formatted(audience));
    return settings;
  }

  private KafkaProducer<String, String> producer(String audience) {
    return new KafkaProducer<>(settings(audience), new StringSerializer(), new StringSerializer());
  }

  private KafkaConsumer<String, String> consumer() {
    return new KafkaConsumer<>(
        settings(AUDIENCE), new StringDeserializer(), new StringDeserializer());
  }

  @Test
  void recordsPassThroughABrokerThatVerifiesTheTokens() throws Exception {
    try (var producer = producer(AUDIENCE)) {
      var unused = producer.send(new ProducerRecord<>(TOPIC, "1", "a pair of shoes")).get();
    }
    try (var consumer = consumer()) {
      consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
      consumer.seekToBeginning(consumer.assignment());

      ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(60));

      assertEquals("a pair of shoes", records.iterator().next().value());
    }
    assertEquals(1, pod.sessions());
    assertEquals(1, pod.lab().requests().count("GetWebIdentityToken"));
  }

  @Test
  void aTokenForAnotherAudienceIsRefused() {
    try (var producer = producer("https://other.example")) {
      assertThrows(SaslAuthenticationException.class, () -> producer.partitionsFor(TOPIC));
    }
    assertEquals(1, pod.lab().requests().count("GetWebIdentityToken"));
  }
}
