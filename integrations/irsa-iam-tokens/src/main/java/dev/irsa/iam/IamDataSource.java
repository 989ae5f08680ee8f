package dev.irsa.iam;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Objects;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens each connection of a driver's data source with the current token as its password: for pools
 * that do not take a provider of passwords. The driver's data source, such as {@code
 * PGSimpleDataSource}, must use both arguments of {@code getConnection(user, password)}.
 * Thread-safe if the driver's data source is.
 *
 * @since 0.1
 */
public final class IamDataSource implements DataSource {

  private final DataSource driver;
  private final String user;
  private final IamTokenProvider tokens;

  /**
   * Creates an instance.
   *
   * @param driver opens the connections
   * @param user the user of the database
   * @param tokens provides the password of this user
   */
  public IamDataSource(DataSource driver, String user, IamTokenProvider tokens) {
    this.driver = Objects.requireNonNull(driver);
    this.user = Objects.requireNonNull(user);
    this.tokens = Objects.requireNonNull(tokens);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return driver.getConnection(user, password());
  }

  private String password() throws SQLException {
    try {
      return tokens.get();
    } catch (RuntimeException failure) {
      // Of class 28, "invalid authorization specification", like a refused password.
      throw new SQLException(failure.getMessage(), "28000", failure);
    }
  }

  @Override
  public Connection getConnection(String otherUser, String password) throws SQLException {
    return driver.getConnection(otherUser, password);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() throws SQLException {
    return driver.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    driver.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    driver.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return driver.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }

  /**
   * Returns this if it has the type, otherwise the driver's data source or an object that it wraps.
   * Their connections log in as the driver's own user.
   */
  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    return type.isInstance(driver) ? type.cast(driver) : driver.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(driver) || driver.isWrapperFor(type);
  }
}
