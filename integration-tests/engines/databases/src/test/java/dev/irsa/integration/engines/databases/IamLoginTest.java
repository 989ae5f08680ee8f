package dev.irsa.integration.engines.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.irsa.IrsaCredentials;
import dev.irsa.iam.HikariIamCredentials;
import dev.irsa.iam.IamDataSource;
import dev.irsa.iam.IamTokenProvider;
import dev.irsa.iam.IamTokens;
import dev.irsa.iam.JedisIamCredentials;
import dev.irsa.iam.LettuceIamCredentials;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.server.Fault;
import glide.api.GlideClient;
import glide.api.models.configuration.GlideClientConfiguration;
import glide.api.models.configuration.NodeAddress;
import glide.api.models.configuration.ServerCredentials;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** New connections over the lives of several sessions, to servers that check each token. */
@Tag("engines")
class IamLoginTest {

  private static final String ACTION = "AssumeRoleWithWebIdentity";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int SESSIONS = 5;

  /** What opens a new connection and uses it. */
  private interface Login {
    void perform() throws Exception;
  }

  private static void overTheLivesOfSessions(
      TokenCheck check, IrsaLab lab, PodEnvironment pod, Login login) throws Exception {
    for (int call = 1; new HashSet<>(check.accepted).size() < SESSIONS; call++) {
      lab.requests().await(ACTION, call, LONG);
      login.perform();
      if (call == 2) {
        pod.tokenVolume().rotate();
      }
      if (call == 3) {
        lab.sts().faults().on(ACTION).next(2, Fault.error("ServiceUnavailable", 503, "away"));
      }
    }
    assertEquals(List.of(), check.refused);
  }

  private static IrsaLab lab() {
    return IrsaLab.builder().sessionLifetime(Duration.ofSeconds(4)).start();
  }

  private static IrsaCredentials credentials(PodEnvironment pod) {
    IrsaCredentials credentials = IrsaCredentials.builder().environment(pod.exports()).build();
    var unused = credentials.credentials();
    return credentials;
  }

  @Test
  void aPoolOfConnectionsToPostgresLogsIn() throws Exception {
    String host = "db.abc.rds.amazonaws.com";
    try (IrsaLab lab = lab();
        PodEnvironment pod = lab.startPod(lab.createServiceAccount("default", "orders"));
        IrsaCredentials credentials = credentials(pod);
        EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      try (Connection admin = postgres.getPostgresDatabase().getConnection();
          Statement statement = admin.createStatement()) {
        statement.execute("create user app");
      }
      TokenCheck check = new TokenCheck(lab, "rds-db", host + ":5432");
      IamTokenProvider tokens = IamTokens.of(credentials).rds(host, 5432, "app");
      try (PostgresGatekeeper rds = new PostgresGatekeeper(postgres.getPort(), check)) {
        rds.open();
        String url = "jdbc:postgresql://127.0.0.1:" + rds.port() + "/postgres";
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(1);
        config.setCredentialsProvider(new HikariIamCredentials("app", tokens));
        try (HikariDataSource pool = new HikariDataSource(config)) {
          overTheLivesOfSessions(
              check,
              lab,
              pod,
              () -> {
                pool.getHikariPoolMXBean().softEvictConnections();
                try (Connection connection = pool.getConnection()) {
                  assertEquals("app", user(connection));
                }
              });
        }
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(url);
        try (Connection connection = new IamDataSource(driver, "app", tokens).getConnection()) {
          assertEquals("app", user(connection));
        }
        SQLException refused =
            assertThrows(
                SQLException.class, () -> DriverManager.getConnection(url, "app", "guessed"));
        assertEquals("28P01", refused.getSQLState());
      }
    }
  }

  private static String user(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select current_user")) {
      assertTrue(result.next());
      return result.getString(1);
    }
  }

  @Test
  void lettuceJedisAndGlideLogInToRedis() throws Exception {
    try (IrsaLab lab = lab();
        PodEnvironment pod = lab.startPod(lab.createServiceAccount("default", "orders"));
        IrsaCredentials credentials = credentials(pod);
        Redis redis = new Redis()) {
      TokenCheck check = new TokenCheck(lab, "elasticache", "carts");
      IamTokenProvider tokens = IamTokens.of(credentials).elastiCache("carts", "app");
      try (RedisGatekeeper cache = new RedisGatekeeper(redis.port, check, Redis.PASSWORD)) {
        cache.open();
        RedisURI uri =
            RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(cache.port())
                .withAuthentication(new LettuceIamCredentials("app", tokens))
                .build();
        DefaultJedisClientConfig config =
            DefaultJedisClientConfig.builder()
                .credentialsProvider(new JedisIamCredentials("app", tokens))
                .build();
        GlideClientConfiguration ofGlide =
            GlideClientConfiguration.builder()
                .address(NodeAddress.builder().host("127.0.0.1").port(cache.port()).build())
                .credentials(
                    ServerCredentials.builder().username("app").password(tokens.get()).build())
                .requestTimeout((int) LONG.toMillis())
                .build();
        try (RedisClient lettuce = RedisClient.create(uri);
            GlideClient glide = GlideClient.createClient(ofGlide).get()) {
          overTheLivesOfSessions(
              check,
              lab,
              pod,
              () -> {
                try (StatefulRedisConnection<String, String> connection = lettuce.connect();
                    Jedis jedis = new Jedis(new HostAndPort("127.0.0.1", cache.port()), config)) {
                  assertEquals("app", connection.sync().aclWhoami());
                  assertEquals("app", jedis.aclWhoAmI());
                }
                assertEquals("OK", glide.updateConnectionPassword(tokens.get(), true).get());
                assertEquals("app", glide.customCommand(new String[] {"ACL", "WHOAMI"}).get());
              });
        }
      }
    }
  }

  /** A server whose only user has a password that nobody else knows. */
  private static final class Redis implements Closeable {
    static final String PASSWORD = "of-the-server";

    final int port;
    private final RedisServer server;

    Redis() throws Exception {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      server =
          RedisServer.newRedisServer()
              .port(port)
              .setting("bind 127.0.0.1")
              .setting("user default off")
              .setting("user app on >" + PASSWORD + " ~* +@all")
              .build();
      server.start();
    }

    @Override
    public void close() {
      try {
        server.stop();
      } catch (IOException ended) {
        throw new UncheckedIOException(ended);
      }
    }
  }
}
