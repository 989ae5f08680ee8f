package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.GuardedPod;
import dev.irsa.internal.adapter.NodeRole;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.jdbc.authentication.AwsCredentialsManager;

/** The AWS Advanced JDBC Wrapper, which logs in with tokens that it signs without a client. */
class JdbcWrapperTest {

  private static final String DATABASE = "irsa-test://orders.abc.eu-west-1.rds.amazonaws.com:5432/";

  private final GuardedPod pod = new GuardedPod();
  private final BlockingQueue<String> passwords = new LinkedBlockingQueue<>();
  private final Driver driver = recording();

  @BeforeEach
  void register() throws SQLException, IOException {
    var unused = pod.standOnANode();
    DriverManager.registerDriver(driver);
  }

  @AfterEach
  void close() throws SQLException {
    DriverManager.deregisterDriver(driver);
    AwsCredentialsManager.resetCustomHandler();
    pod.close();
  }

  /** Returns the driver of a database that does not exist, which records passwords. */
  private Driver recording() {
    String url = "jdbc:" + DATABASE;
    return (Driver)
        Proxy.newProxyInstance(
            Driver.class.getClassLoader(),
            new Class<?>[] {Driver.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "acceptsURL" -> arguments[0].equals(url);
                  case "connect" -> {
                    if (!arguments[0].equals(url)) {
                      yield null;
                    }
                    passwords.add(((Properties) arguments[1]).getProperty("password"));
                    throw new SQLException("there is no database");
                  }
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> 1;
                  default -> url; // Of toString, for the log.
                });
  }

  /** Logs in as a user of which the wrapper has no token yet, and returns the password. */
  private String logIn(String user) {
    Properties properties = new Properties();
    properties.setProperty("wrapperPlugins", "iam");
    properties.setProperty("user", user);
    assertThrows(
        SQLException.class,
        () -> DriverManager.getConnection("jdbc:aws-wrapper:" + DATABASE, properties));
    return passwords.remove();
  }

  @Test
  void allTokensAreSignedByTheSessionOfOurProvider() {
    try (IrsaCredentialsProvider provider = IrsaCredentialsProvider.create()) {
      AwsCredentialsManager.setCustomHandler((host, properties) -> provider);
      String key = provider.resolveCredentials().accessKeyId();
      for (String user : List.of("ours-1", "ours-2")) {
        String token = logIn(user);

        assertTrue(token.contains("X-Amz-Credential=" + key + "%2F"), token);
      }
    }
    assertEquals(1, pod.world.exchanges());
  }

  @Test
  void withoutItEachTokenCostsACallOfSts() {
    logIn("own-1");
    logIn("own-2");

    assertEquals(2, pod.world.exchanges());
  }

  /** The page says so: the guard compares what clients sign. */
  @Test
  void withoutItADeniedPodLogsInAsTheNodeAndTheGuardDoesNotSeeIt() {
    pod.world.lab.sts().faults().always(Fault.error("AccessDenied", 403, "as told"));
    String token = logIn("node");

    assertTrue(token.contains("X-Amz-Credential=" + NodeRole.KEY + "%2F"), token);
    assertEquals(List.of(), pod.reports());
  }

  @Test
  void itLogsTokensAtFinest() {
    Logger.getLogger("").setLevel(Level.FINEST);
    String token = logIn("logged");

    assertTrue(pod.lines("").stream().anyMatch(line -> line.contains(token)));
  }
}
