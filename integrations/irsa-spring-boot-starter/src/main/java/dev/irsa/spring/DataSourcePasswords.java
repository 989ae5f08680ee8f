package dev.irsa.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.iam.HikariIamCredentials;
import dev.irsa.iam.IamTokenProvider;
import dev.irsa.iam.IamTokens;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Gives pools of HikariCP whose password is {@code irsa:rds} or {@code irsa:dsql} passwords that
 * are made of the pod's role.
 */
final class DataSourcePasswords implements BeanPostProcessor, BeanClassLoaderAware, DisposableBean {

  private static final String PREFIX = "irsa:";
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
    if (bean instanceof HikariDataSource pool && service(pool).startsWith(PREFIX)) {
      if (!ClassUtils.isPresent("com.zaxxer.hikari.HikariCredentialsProvider", classLoader)) {
        throw unusable(
            name,
            "needs a pool that asks for passwords",
            "use HikariCP 7 or later, such as by the property hikaricp.version of the build");
      }
      SinceHikari7.provide(pool, tokens(pool, name));
    }
    return bean;
  }

  /** Returns the service that the password names. Such a password is never sent, in any case. */
  private static String service(HikariDataSource pool) {
    return String.valueOf(pool.getPassword()).strip().toLowerCase(Locale.ROOT);
  }

  /** Linked only if HikariCP has what it refers to. */
  private static final class SinceHikari7 {
    static void provide(HikariDataSource pool, IamTokenProvider tokens) {
      pool.setCredentialsProvider(new HikariIamCredentials(pool.getUsername(), tokens));
    }
  }

  private IamTokenProvider tokens(HikariDataSource pool, String name) {
    try {
      return tokensFor(pool, name);
    } catch (IllegalArgumentException invalid) {
      // The host, the port or the user is invalid; the message names it.
      throw unusable(name, String.valueOf(invalid.getMessage()), "correct the URL or the user");
    }
  }

  private IamTokenProvider tokensFor(HikariDataSource pool, String name) {
    String user = pool.getUsername();
    Matcher found = URL.matcher(String.valueOf(pool.getJdbcUrl()));
    if (!found.matches() || user == null) {
      throw unusable(
          name,
          "needs a URL that names one host, and a user",
          "set a URL like jdbc:postgresql://host:port/, of PostgreSQL, MySQL or MariaDB, and the user");
    }
    String host = found.group(2);
    int usualPort = found.group(1).equals("postgresql") ? 5432 : 3306;
    int port = found.group(3) == null ? usualPort : Integer.parseInt(found.group(3));
    return switch (service(pool)) {
      case "irsa:rds" -> iamTokens().rds(host, port, user);
      case "irsa:dsql" ->
          user.equals("admin") ? iamTokens().dsqlAdmin(host) : iamTokens().dsql(host);
      default -> throw unusable(name, "names no service of AWS", "use irsa:rds or irsa:dsql");
    };
  }

  private IamTokens iamTokens() {
    ProviderFactory factory = new ProviderFactory(KnownProperties.of(environment));
    IrsaCredentials handle = pod == null ? factory.createHandle() : pod;
    pod = handle;
    return IamTokens.of(factory.chained(handle));
  }

  private static MisconfiguredException unusable(String bean, String found, String fix) {
    String setting = "the password of the bean \"" + bean + "\"";
    return new MisconfiguredException(true, List.of(new Problem(setting, null, found, fix)));
  }

  @Override
  public void destroy() {
    if (pod != null) {
      pod.close();
    }
  }
}
