package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.IrsaLab;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.jdbc.authentication.AwsCredentialsManager;

/**
 * Runs the snippets for services and libraries around the SDK: passwords and URLs are signed by the
 * current session.
 */
class ExamplesOfUseTest {

  private static final Pattern SIGNER = Pattern.compile("X-Amz-Credential=(\\w+)(%2F|/)");

  private static World world;

  @BeforeAll
  static void start() {
    world = new World(IrsaLab.start(), "AmazonS3ReadOnlyAccess");
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static IrsaCredentialsProvider provider() {
    Map<String, String> pod = world.environment();
    return IrsaCredentialsProvider.builder().configure(core -> core.environment(pod)).build();
  }

  private static String signer(String text) {
    Matcher found = SIGNER.matcher(text);
    assertTrue(found.find(), () -> "not signed: " + text);
    return found.group(1);
  }

  private static String current(IrsaCredentialsProvider provider) {
    return provider.resolveCredentials().accessKeyId();
  }

  @Test
  void aPasswordOfADatabaseIsSignedByTheSessionOfTheProvider() {
    try (IrsaCredentialsProvider provider = provider();
        IrsaCredentials credentials =
            IrsaCredentials.builder().environment(world.environment()).build()) {
      String password =
          ExamplesOfUse.database(credentials)
              .getCredentialsProvider()
              .getCredentials()
              .getPassword();

      assertEquals(current(provider), signer(password));
      assertTrue(
          password.startsWith("orders.abc123.eu-west-1.rds.amazonaws.com:5432/?DBUser=app"),
          password);
    }
  }

  @Test
  void theJdbcWrapperLogsInWithATokenOfTheCurrentSession() throws Exception {
    RecordingDriver driver = new RecordingDriver();
    DriverManager.registerDriver(driver);
    try (IrsaCredentialsProvider provider = provider()) {
      assertThrows(
          SQLException.class, () -> ExamplesOfUse.jdbc(provider, RecordingDriver.WRAPPED).close());

      assertEquals(current(provider), signer(driver.passwords.get(0)));
    } finally {
      AwsCredentialsManager.resetCustomHandler();
      DriverManager.deregisterDriver(driver);
    }
  }

  /** Takes note of the password that it is given. */
  private static final class RecordingDriver implements Driver {
    private static final String HOST = "orders.abc123.eu-west-1.rds.amazonaws.com:5432/app";
    static final String WRAPPED = "jdbc:aws-wrapper:irsa-test://" + HOST;

    final List<String> passwords = new ArrayList<>();

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
      if (!acceptsURL(url)) {
        return null;
      }
      passwords.add(properties.getProperty("password"));
      throw new SQLException("there is no database");
    }

    @Override
    public boolean acceptsURL(String url) {
      return url.startsWith("jdbc:irsa-test:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }
  }
}
