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

  /** Where the pools of other libraries have their password. */
  private static final List<String> PASSWORDS = List.of("password", "poolProperties.password");

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
    if (!(bean instanceof DataSource)) {
      return bean;
    }
    if (isPresent("HikariDataSource") && Hikari.isPool(bean)) {
      provide(new Hikari(bean), name);
    } else if (namesService(bean)) {
      throw unusable(
          name, "needs a pool of HikariCP, found " + bean.getClass().getName(), "use HikariCP");
    }
    return bean;
  }

  private boolean isPresent(String type) {
    return ClassUtils.isPresent("com.zaxxer.hikari." + type, classLoader);
  }

  private void provide(Hikari pool, String name) {
    if (KnownProperties.namesService(pool.password())) {
      if (!isPresent("HikariCredentialsProvider")) {
        throw unusable(
            name,
            "needs a pool that asks for passwords",
            "use HikariCP 7 or later, such as by the property hikaricp.version of the build");
      }
      pool.take(tokens(pool, name));
    }
  }

  /** Returns whether another pool would send the text as a password. */
  private static boolean namesService(Object pool) {
    BeanWrapper properties = new BeanWrapperImpl(pool);
    return PASSWORDS.stream()
        .filter(properties::isReadableProperty)
        .anyMatch(each -> KnownProperties.namesService(properties.getPropertyValue(each)));
  }

  /** Returns the service that the password names. Such a password is never sent, in any case. */
  private static String service(@Nullable Object password) {
    return String.valueOf(password).strip().toLowerCase(Locale.ROOT);
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

    @Nullable String password() {
      return pool.getPassword();
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

  private IamTokenProvider tokens(Hikari pool, String name) {
    try {
      return tokensFor(pool, name);
    } catch (IllegalArgumentException invalid) {
      // The host, the port or the user is invalid; the message names it.
      throw unusable(name, String.valueOf(invalid.getMessage()), "correct the URL or the user");
    }
  }

  private IamTokenProvider tokensFor(Hikari pool, String name) {
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
    return switch (service(pool.password())) {
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
