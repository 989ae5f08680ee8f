package dev.irsa.integration.engines.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * Kafka's own broker on loopback, its own controller. Clients log in by OAUTHBEARER, with tokens
 * that its own validator accepts: of one issuer, whose keys it fetches, and for one audience.
 */
final class LoopbackBroker implements AutoCloseable {

  private static final String LISTENER = "listener.name.clients.oauthbearer.";

  private final KafkaRaftServer server;
  private final int port;

  private LoopbackBroker(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Starts a broker that keeps its files below a directory. */
  static LoopbackBroker start(Path directory, URI issuer, URI keys, String audience)
      throws Exception {
    // Kafka fetches from no other URL.
    System.setProperty(BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG, keys.toString());
    int port = freePort();
    Properties settings = settings(directory, port, freePort(), freePort());
    settings.put(LISTENER + "sasl.oauthbearer.jwks.endpoint.url", keys.toString());
    settings.put(LISTENER + "sasl.oauthbearer.expected.issuer", issuer.toString());
    settings.put(LISTENER + "sasl.oauthbearer.expected.audience", audience);
    format(directory);
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
    server.startup();
    return new LoopbackBroker(server, port);
  }

  private static Properties settings(Path directory, int clients, int brokers, int controllers) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllers);
    settings.put("controller.listener.names", "CONTROLLERS");
    settings.put("inter.broker.listener.name", "BROKERS");
    settings.put(
        "listeners",
        "CLIENTS://127.0.0.1:%d,BROKERS://127.0.0.1:%d,CONTROLLERS://127.0.0.1:%d"
            .formatted(clients, brokers, controllers));
    settings.put(
        "listener.security.protocol.map",
        "CLIENTS:SASL_PLAINTEXT,BROKERS:PLAINTEXT,CONTROLLERS:PLAINTEXT");
    settings.put("sasl.enabled.mechanisms", "OAUTHBEARER");
    settings.put("listener.name.clients.sasl.enabled.mechanisms", "OAUTHBEARER");
    settings.put(
        LISTENER + "sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
    settings.put(
        LISTENER + "sasl.server.callback.handler.class",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
    settings.put("log.dirs", directory.toString());
    settings.put("num.partitions", "1");
    settings.put("default.replication.factor", "1");
    settings.put("offsets.topic.replication.factor", "1");
    return settings;
  }

  private static void format(Path directory) throws Exception {
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName("CONTROLLERS")
        .setMetadataLogDirectory(directory.toString())
        .addDirectory(directory.toString())
        .run();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Returns where clients connect. */
  String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    System.clearProperty(BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG);
  }
}
