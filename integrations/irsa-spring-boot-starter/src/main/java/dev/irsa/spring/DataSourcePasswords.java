package dev.irsa.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.iam.HikariIamCredentials;
import dev.irsa.iam.IamTokenProvider;
import dev.irsa.iam.IamTokens;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Gives pools of HikariCP whose password is {@code irsa:rds} or {@code irsa:dsql} passwords that
 * are made of the pod's role. Without a role, or in another pool, such a text fails the start: it
 * is never sent as a password.
 */
final class DataSourcePasswords implements BeanPostProcessor, BeanClassLoaderAware, DisposableBean {

  /**
   * Where pools have their password. By default, HikariCP sends the one of its credentials, also if
   * a subclass overrides {@code getPassword()}.
   */
  private static final List<String> PASSWORDS =
      List.of("credentials.password", "password", "poolProperties.password");

  private static final Pattern URL =
      Pattern.compile(
          "jdbc:(?:[a-z0-9-]+:)*?(postgresql|mysql|mariadb)://([\\w.-]+)(?::(\\d{1,5}))?(?:[/?].*)?");

  private final Environment environment;
  private @Nullable ClassLoader classLoader;
  private @Nullable IrsaCredentials pod;

  DataSourcePasswords(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void setBeanClassLoader(ClassLoader loader) {
    classLoader = loader;
  }

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    String service = bean instanceof DataSource ? service(bean) : null;
    if (service == null) {
      return bean;
    }
    if (!isPresent("HikariDataSource") || !Hikari.isPool(bean)) {
      throw unusable(
          name, "needs a pool of HikariCP, found " + bean.getClass().getName(), "use HikariCP");
    }
    if (!isPresent("HikariCredentialsProvider")) {
      throw unusable(
          name,
          "needs a pool that asks for passwords",
          "use HikariCP 7 or later, such as by the property hikaricp.version of the build");
    }
    Hikari pool = new Hikari(bean);
    pool.take(tokens(pool, service, name));
    return bean;
  }

  private boolean isPresent(String type) {
    return ClassUtils.isPresent("com.zaxxer.hikari." + type, classLoader);
  }

  /** Returns the service that a password names, or null. Such a text is never sent, in any case. */
  private static @Nullable String service(Object dataSource) {
    BeanWrapper properties = new BeanWrapperImpl(dataSource);
    for (String each : PASSWORDS) {
      Object password = properties.isReadableProperty(each) ? value(properties, each) : null;
      if (KnownProperties.namesService(password)) {
        return String.valueOf(password).strip().toLowerCase(Locale.ROOT);
      }
    }
    return null;
  }

  /** Returns a property, or null if the pool cannot tell it before it is initialized. */
  private static @Nullable Object value(BeanWrapper properties, String name) {
    try {
      return properties.getPropertyValue(name);
    } catch (BeansException notYet) {
      return null;
    }
  }

  /** A pool of HikariCP, which is linked only if that is on the class path. */
  private static final class Hikari {
    private final HikariDataSource pool;

    Hikari(Object pool) {
      this.pool = (HikariDataSource) pool;
    }

    static boolean isPool(Object bean) {
      return bean instanceof HikariDataSource;
    }

    String url() {
      return String.valueOf(pool.getJdbcUrl());
    }

    @Nullable String user() {
      return pool.getUsername();
    }

    void take(IamTokenProvider tokens) {
      SinceHikari7.provide(pool, tokens);
    }
  }

  /** Linked only if HikariCP has what it refers to. */
  private static final class SinceHikari7 {
    static void provide(HikariDataSource pool, IamTokenProvider tokens) {
      pool.setCredentialsProvider(new HikariIamCredentials(pool.getUsername(), tokens));
    }
  }

  private IamTokenProvider tokens(Hikari pool, String service, String name) {
    try {
      return tokensFor(pool, service, name);
    } catch (IllegalArgumentException invalid) {
      // The host, the port or the user is invalid; the message names it.
      throw unusable(name, String.valueOf(invalid.getMessage()), "correct the URL or the user");
    }
  }

  private IamTokenProvider tokensFor(Hikari pool, String service, String name) {
    String user = pool.user();
    Matcher found = URL.matcher(pool.url());
    if (!found.matches() || user == null) {
      throw unusable(
          name,
          "needs a URL that names one host, and a user",
          "set a URL like jdbc:postgresql://host:port/, of PostgreSQL, MySQL or MariaDB, and the user");
    }
    String host = found.group(2);
    int usualPort = found.group(1).equals("postgresql") ? 5432 : 3306;
    int port = found.group(3) == null ? usualPort : Integer.parseInt(found.group(3));
    return switch (service) {
      case "irsa:rds" -> iamTokens(name).rds(host, port, user);
      case "irsa:dsql" ->
          user.equals("admin") ? iamTokens(name).dsqlAdmin(host) : iamTokens(name).dsql(host);
      default -> throw unusable(name, "names no service of AWS", "use irsa:rds or irsa:dsql");
    };
  }

  private IamTokens iamTokens(String bean) {
    KnownProperties known = KnownProperties.of(environment);
    if (!known.isPod()) {
      throw unusable(
          bean,
          "needs the role of a pod, and this process is not one, or irsa is switched off",
          "set another password here, such as in the properties of a profile");
    }
    ProviderFactory factory = new ProviderFactory(known);
    IrsaCredentials handle = pod == null ? factory.createHandle() : pod;
    pod = handle;
    return IamTokens.of(factory.chained(handle));
  }

  private static MisconfiguredException unusable(String bean, String found, String fix) {
    return MisconfiguredException.of("the password of the bean \"" + bean + "\"", null, found, fix);
  }

  @Override
  public void destroy() {
    if (pod != null) {
      pod.close();
    }
  }
}
