package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.STSSessionCredentialsProvider;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsCredentialsProvider;

/** Compares the table "Migrating" with the classes of the SDKs, and compiles what it says. */
class MigratingTest {

  private static final Pattern PROVIDER =
      Pattern.compile("\\w+CredentialsProvider(Chain|Wrapper)?");

  /** Of modules that nothing here needs: sso and signin of SDK 2.x. */
  private static final List<String> OTHERS =
      List.of("SsoCredentialsProvider", "LoginCredentialsProvider");

  private final List<Row> rows =
      Page.of("docs/adopting.md")
          .text()
          .lines()
          .dropWhile(line -> !line.contains("| search |"))
          .skip(2)
          .takeWhile(line -> line.startsWith("|"))
          .map(Row::of)
          .toList();

  /** A row of the table: the providers, the expression that finds them, what replaces them. */
  private record Row(List<String> providers, Pattern search, List<String> instead) {

    static Row of(String line) {
      List<String> cells =
          Stream.of(line.split(" (?<!\\\\)\\| ", -1))
              .map(cell -> cell.replace("\\|", "|"))
              .toList();
      return new Row(
          spans(cells.get(0)), Pattern.compile(spans(cells.get(1)).get(0)), spans(cells.get(2)));
    }

    private static List<String> spans(String cell) {
      return Pattern.compile("`([^`]+)`")
          .matcher(cell)
          .results()
          .map(span -> span.group(1))
          .toList();
    }
  }

  @Test
  void theSearchOfExactlyOneRowFindsAProviderOfTheSdks() throws IOException {
    Map<String, List<List<String>>> found = new TreeMap<>();
    for (String provider : providers()) {
      String use = "return new %1$s.Builder(role, %1$s.create());".formatted(provider);
      found.put(
          provider,
          rows.stream().filter(row -> row.search.matcher(use).find()).map(Row::providers).toList());
    }

    assertTrue(found.size() > 25, found::toString);
    found.forEach(
        (provider, by) -> {
          assertEquals(1, by.size(), provider + " is found by the rows of " + by);
          assertTrue(by.get(0).contains(provider), provider + " is found by the row of " + by);
        });
  }

  @Test
  void everyProviderThatTheTableNamesExists() throws IOException {
    List<String> named =
        rows.stream()
            .flatMap(row -> row.providers.stream())
            .filter(name -> PROVIDER.matcher(name).matches())
            .toList();

    assertEquals(new TreeSet<>(providers()), new TreeSet<>(named));
  }

  /** Version 1.x has other names only for the factories without settings, as the heading says. */
  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void whatTheTableSaysToWriteCompiles(String sdk, @TempDir Path folder) {
    List<String> statements =
        rows.stream()
            .flatMap(row -> row.instead.stream())
            .filter(code -> code.startsWith("Irsa"))
            .filter(code -> sdk.equals("v2") || !code.contains(".profile("))
            .map(code -> sdk.equals("v2") ? code : code.replace(".create()", ".getInstance()"))
            .toList();
    String source =
        """
        import dev.irsa.credentials.*;
        import dev.irsa.sdk.%s.*;

        class Application {
          void migrated(String role, String name, String partner, java.nio.file.Path file,
              java.time.Duration duration, WebIdentityTokenSupplier tokens) {
            %s;
          }
        }
        """
            .formatted(sdk, String.join(";\n", statements));

    assertTrue(statements.size() > 8, source);
    assertEquals(List.of(), problems(source, folder), source);
  }

  /** Returns what the compiler has against a source. */
  private static List<String> problems(String source, Path target) {
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Application.java"), Kind.SOURCE) {
          @Override
          public String getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-proc:none", "-d", target.toString(), "-cp", System.getProperty("java.class.path"));
    ToolProvider.getSystemJavaCompiler()
        .getTask(null, null, problems, options, null, List.of(file))
        .call();
    return problems.getDiagnostics().stream().map(Object::toString).toList();
  }

  /** Returns the simple names of the providers that an application can create. */
  private static List<String> providers() throws IOException {
    List<String> names = new ArrayList<>(OTHERS);
    names.addAll(implementations(AwsCredentialsProvider.class, AwsCredentialsProvider.class));
    names.addAll(implementations(AwsCredentialsProvider.class, StsCredentialsProvider.class));
    names.addAll(implementations(AWSCredentialsProvider.class, AWSCredentialsProvider.class));
    names.addAll(
        implementations(AWSCredentialsProvider.class, STSSessionCredentialsProvider.class));
    return names;
  }

  /** Returns the public implementations of an interface in the jar that contains a class. */
  private static List<String> implementations(Class<?> contract, Class<?> inJar)
      throws IOException {
    Path jar = Path.of(inJar.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.matches("(?!.*/internal/).*Credentials[A-Za-z]*\\.class"))
          .map(name -> type(name.replace('/', '.').replaceAll("\\.class$", "")))
          .filter(contract::isAssignableFrom)
          .filter(type -> Modifier.isPublic(type.getModifiers()))
          .filter(type -> !Modifier.isAbstract(type.getModifiers()))
          .map(Class::getSimpleName)
          .toList();
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, false, MigratingTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
