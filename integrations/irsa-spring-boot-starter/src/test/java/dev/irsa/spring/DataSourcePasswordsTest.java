package dev.irsa.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.micrometer.IrsaMetrics;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodSystemProperties;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.StandardEnvironment;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

/** An application with a database. */
@ExtendWith(IrsaLabExtension.class)
final class DataSourcePasswordsTest {
  private static final String OF_THE_BEAN = "the password of the bean \"dataSource\"";

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  /** As the documents of Spring Boot advise for a second database. */
  @Configuration(proxyBeanMethods = false)
  static class Reports {
    @Bean
    @ConfigurationProperties("app.reports")
    HikariDataSource reports() {
      return new HikariDataSource();
    }
  }

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Application.class);

  private final DataSourcePasswords passwords = new DataSourcePasswords(new StandardEnvironment());

  @AfterEach
  void close() {
    passwords.destroy();
  }

  private ApplicationContextRunner with(String url, String password) {
    return application.withPropertyValues(
        "spring.datasource.url=" + url,
        "spring.datasource.username=app",
        "spring.datasource.password=" + password,
        "spring.datasource.driver-class-name=org.postgresql.Driver");
  }

  @Test
  @PodSystemProperties
  void aPasswordThatNamesTheServiceIsMadeOfThePodsRole() {
    with("jdbc:postgresql://db.example.com/orders", "irsa:rds")
        .run(
            context -> {
              String key =
                  context.getBean(IrsaCredentialsProvider.class).resolveCredentials().accessKeyId();

              Credentials login =
                  context.getBean(HikariDataSource.class).getCredentialsProvider().getCredentials();

              assertEquals("app", login.getUsername());
              assertTrue(
                  login.getPassword().contains("X-Amz-Credential=" + key), login::getPassword);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "irsa:rds,  jdbc:postgresql://db.example.com:6432/orders, db.example.com:6432/?DBUser=app&",
    "irsa:rds,  jdbc:postgresql://db.example.com/orders?a=b,  db.example.com:5432/?DBUser=app&",
    "irsa:rds,  jdbc:mysql://db.example.com,                  db.example.com:3306/?DBUser=app&",
    "IRSA:rds,  jdbc:postgresql://db.example.com/orders,      db.example.com:5432/?DBUser=app&",
    "irsa:dsql, jdbc:postgresql://db.example.com/postgres,    db.example.com/?Action=DbConnect&"
  })
  @PodSystemProperties
  void thePasswordIsForTheServiceAndTheHostOfTheUrl(String password, String url, String token) {
    HikariDataSource pool = initialized(url, password);

    String made = pool.getCredentialsProvider().getCredentials().getPassword();
    assertTrue(made.startsWith(token), made);
  }

  /** As applications make IAM passwords themselves; HikariCP no longer asks such a method. */
  @Test
  @PodSystemProperties
  void aPoolThatOverridesItsPasswordNeverSendsTheText() {
    HikariDataSource pool =
        initialized(
            new HikariDataSource() {
              @Override
              public String getPassword() {
                return "made by the application";
              }
            },
            "jdbc:postgresql://db.example.com/orders",
            "irsa:rds");

    String made = pool.getCredentialsProvider().getCredentials().getPassword();
    assertTrue(made.startsWith("db.example.com:5432/?DBUser=app&"), made);
  }

  /** Such as one that makes its passwords itself, once it is initialized. */
  @Test
  void aPoolThatCannotTellItsPasswordYetIsLeftAlone() {
    HikariDataSource pool =
        initialized(
            new HikariDataSource() {
              @Override
              public String getPassword() {
                throw new IllegalStateException("not initialized");
              }
            },
            "jdbc:postgresql://db.example.com/orders",
            "secret");

    assertNull(pool.getCredentialsProvider());
  }

  private HikariDataSource initialized(String url, String password) {
    return initialized(new HikariDataSource(), url, password);
  }

  /** Prepares a pool as Spring does, without an application. */
  private HikariDataSource initialized(HikariDataSource pool, String url, String password) {
    pool.setJdbcUrl(url);
    pool.setUsername("app");
    pool.setPassword(password);
    passwords.setBeanClassLoader(DataSourcePasswordsTest.class.getClassLoader());
    passwords.postProcessBeforeInitialization(pool, "dataSource");
    return pool;
  }

  @Test
  @PodSystemProperties
  void aDataSourceOfTheApplicationsOwnTakesItToo() {
    application
        .withUserConfiguration(Reports.class)
        .withPropertyValues(
            "app.reports.jdbc-url=jdbc:postgresql://dsql.example.com/postgres",
            "app.reports.username=admin",
            "app.reports.password=irsa:dsql")
        .run(
            context -> {
              HikariDataSource pool = context.getBean(HikariDataSource.class);
              String password = pool.getCredentialsProvider().getCredentials().getPassword();

              assertTrue(password.startsWith("dsql.example.com/?Action=DbConnectAdmin&"), password);
            });
  }

  @Test
  @PodSystemProperties
  void anotherPasswordIsLeftAlone() {
    assertLeftAlone("secret");
  }

  /** The text is never sent as a password, and the fix says where another one belongs. */
  @Test
  void outsideAPodItFailsTheStart() {
    assertStartFails(
        with("jdbc:postgresql://db.example.com/orders", "irsa:rds"),
        OF_THE_BEAN,
        "needs the role of a pod",
        "set another password here");
  }

  @Test
  @PodSystemProperties
  void switchedOffItFailsTheStart() {
    assertStartFails(
        with("jdbc:postgresql://db.example.com/orders", "irsa:rds")
            .withPropertyValues("irsa.enabled=false"),
        OF_THE_BEAN,
        "irsa is switched off");
  }

  @Test
  @PodSystemProperties
  void aPoolThatTakesNoProviderFailsTheStart() {
    assertStartFails(
        with("jdbc:postgresql://db.example.com/orders", "irsa:rds")
            .withPropertyValues(
                "spring.datasource.type="
                    + "org.springframework.jdbc.datasource.SimpleDriverDataSource"),
        OF_THE_BEAN,
        "use HikariCP");
  }

  @Test
  @PodSystemProperties
  void withoutHikariCpAnotherPoolFailsTheStartAsWell() {
    assertStartFails(
        with("jdbc:postgresql://db.example.com/orders", "irsa:rds")
            .withClassLoader(new FilteredClassLoader("com.zaxxer.hikari"))
            .withPropertyValues(
                "spring.datasource.type="
                    + "org.springframework.jdbc.datasource.SimpleDriverDataSource"),
        OF_THE_BEAN,
        "use HikariCP");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"spring.flyway.password", "spring.data.redis.password", "spring.r2dbc.password"})
  @PodSystemProperties
  void aPasswordThatNoPoolReplacesFailsTheStart(String property) {
    assertStartFails(
        with("jdbc:postgresql://db.example.com/orders", "irsa:rds")
            .withPropertyValues(property + "=${ANYWHERE:irsa:rds}"),
        property,
        "only pools of HikariCP");
  }

  /** The conditions of such an application were evaluated when it was built, outside a pod. */
  @Test
  void anApplicationThatWasBuiltOutsideAPodHasPasswordsAndMetersInIt() {
    assertEquals(
        List.of(),
        Stream.of(IrsaPropertiesAutoConfiguration.class, IrsaMetricsAutoConfiguration.class)
            .filter(each -> each.isAnnotationPresent(Conditional.class))
            .toList());
    with("jdbc:postgresql://db.example.com/orders", "secret")
        .run(
            context -> {
              assertNotNull(context.getBean(DataSourcePasswords.class));
              assertNotNull(context.getBean(IrsaMetrics.class));
            });
  }

  private void assertLeftAlone(String password) {
    with("jdbc:postgresql://localhost/orders", password)
        .run(
            context -> {
              HikariDataSource pool = context.getBean(HikariDataSource.class);

              assertNull(pool.getCredentialsProvider());
              assertEquals(password, pool.getPassword());
            });
  }

  @ParameterizedTest
  @CsvSource({
    "irsa:redis, jdbc:postgresql://db.example.com/a, use irsa:rds or irsa:dsql",
    "irsa:rds,   jdbc:postgresql://a.example.com;b.example.com/a, jdbc:postgresql://host:port/",
    "irsa:rds,   jdbc:oracle:thin:@//db.example.com/a, jdbc:postgresql://host:port/",
    "irsa:rds,   jdbc:postgresql://db.example.com:99999/a, 'port must lie between 1 and 65,535, found 99999'",
    "irsa:rds,   jdbc:postgresql://db.example.com:0/a, 'port must lie between 1 and 65,535, found 0'",
    "irsa:rds,   jdbc:postgresql://db.example.com:port/a, jdbc:postgresql://host:port/",
    "irsa:rds,   jdbc:postgresql://-db.example.com/a, host",
    "irsa:dsql,  jdbc:postgresql://db.example.com-/a, host",
    "irsa:rds,   jdbc:postgresql://[::1]/a, jdbc:postgresql://host:port/"
  })
  @PodSystemProperties
  void whatCannotBeUsedIsAnErrorOfTheBean(String password, String url, String told) {
    var failure =
        assertThrows(
            MisconfiguredException.class, () -> initialized(url.replace(';', ','), password));

    assertTrue(failure.getMessage().contains(OF_THE_BEAN), failure::getMessage);
    assertTrue(failure.getMessage().contains(told), failure::getMessage);
  }

  @Test
  @PodSystemProperties
  void anOlderPoolFailsTheStart() {
    assertStartFails(
        with("jdbc:postgresql://db.example.com/orders", "irsa:rds")
            .withClassLoader(
                new FilteredClassLoader("com.zaxxer.hikari.HikariCredentialsProvider")),
        OF_THE_BEAN,
        "HikariCP 7");
  }

  /**
   * Who declares the provider of AWS clients has its passwords from the properties all the same.
   */
  @Test
  @PodSystemProperties
  void halfAChainedRoleFailsTheStartBesideAProviderOfTheApplication() {
    assertStartFails(
        with("jdbc:postgresql://db.example.com/orders", "irsa:rds")
            .withBean(AnonymousCredentialsProvider.class, AnonymousCredentialsProvider::create)
            .withPropertyValues("irsa.chained-role-external-id=customer-7"),
        "irsa.chained-role-external-id (from \"customer-7\" in ",
        "is set without chained-role-arn");
  }

  private static void assertStartFails(ApplicationContextRunner application, String... told) {
    application.run(
        context -> {
          Throwable failure = context.getStartupFailure();
          assertNotNull(failure, "started");
          Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
          // It is what the failure analysis is made of.
          assertInstanceOf(MisconfiguredException.class, cause);
          String message = cause.getMessage();
          Stream.of(told).forEach(part -> assertTrue(message.contains(part), message));
        });
  }
}
