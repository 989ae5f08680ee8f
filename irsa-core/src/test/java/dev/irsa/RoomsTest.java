package dev.irsa;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.ResponseCache;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks the dependencies between the packages of the core, which {@code
 * docs/internals/architecture.md} shows.
 */
final class RoomsTest {

  private static final Path COMPILED = Path.of("target", "classes");
  private static final JavaClasses CORE = new ClassFileImporter().importPath(COMPILED);
  private static final String ROOM = "dev.irsa.internal.";

  /** Packages that every package may use: the JDK, annotations, values. */
  private static final List<String> EVERYWHERE =
      List.of(
          "java..",
          "javax..",
          "org.jspecify..",
          "dev.irsa.credentials",
          "dev.irsa.internal.exchange",
          "dev.irsa.internal.failure",
          "dev.irsa.internal.identity",
          "dev.irsa.internal.text");

  /** The allowed dependencies of each package. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "exchange, ''",
    "identity, ''",
    "time, ''",
    "failure, ''",
    "text, ''",
    "http, dev.irsa.internal.remedy",
    "config, dev.irsa.internal.http",
    "token, com.nimbusds..",
    "remedy, ''",
    "sigv4, ''",
    "sts, dev.irsa.internal.config dev.irsa.internal.http dev.irsa.internal.remedy dev.irsa.internal.sigv4"
        + " dev.irsa.internal.time dev.irsa.internal.token",
    "container, dev.irsa.internal.config dev.irsa.internal.http dev.irsa.internal.remedy dev.irsa.internal.time"
        + " dev.irsa.internal.token",
    "refresh, dev.irsa.internal.limit dev.irsa.internal.remedy dev.irsa.internal.time",
    "concurrent, dev.irsa.internal.time org.slf4j..",
    "limit, dev.irsa.internal.concurrent dev.irsa.internal.time",
    "events, dev.irsa.internal.concurrent org.slf4j..",
    "session, dev.irsa.internal.refresh dev.irsa.internal.limit dev.irsa.internal.events"
        + " dev.irsa.internal.concurrent dev.irsa.internal.time org.crac.. com.github.benmanes.caffeine.."
  })
  void aPackageDependsOnlyOnTheAllowedOnes(String room, String besides) {
    List<String> allowed = new ArrayList<>(EVERYWHERE);
    allowed.add(ROOM + room);
    if (!besides.isEmpty()) {
      allowed.addAll(List.of(besides.split(" ", -1)));
    }
    noClasses()
        .that(resideInAPackage(ROOM + room))
        .should()
        .dependOnClassesThat(not(resideInAnyPackage(allowed.toArray(String[]::new))))
        .check(CORE);
  }

  @Test
  void noPackageDependsOnTheEntryPoint() {
    noClasses()
        .that(resideInAPackage("dev.irsa.internal.."))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.irsa"))
        .check(CORE);
  }

  /** Neither packages and classes of the SDKs, nor what stands on this module. */
  @Test
  void noSdkIsNamed() throws IOException {
    Pattern sdk =
        Pattern.compile(
            "awssdk|com\\.amazonaws\\.(?!<region>)|\\b(?!Irsa)[A-Z][a-z]\\w*Credentials(Provider|Identity)"
                + "|SdkClientException|dev\\.irsa\\.(sdk|agent)");
    for (Path source : sources()) {
      Matcher named = sdk.matcher(Files.readString(source));
      assertFalse(named.find(), () -> source + " names " + named.group());
    }
  }

  /**
   * {@code irsa-doctor} makes single calls with the parts of an exchange. When to exchange is not
   * its business.
   */
  @Test
  void thePartsOfAnExchangeAreOpenToTheDoctor() {
    Set<String> open = new TreeSet<>();
    for (ModuleDescriptor.Exports each :
        ModuleFinder.of(COMPILED).find("dev.irsa.core").orElseThrow().descriptor().exports()) {
      if (each.targets().contains("dev.irsa.doctor")) {
        open.add(each.source().substring(ROOM.length()));
      }
    }

    assertEquals(
        "[config, container, exchange, http, identity, session, sigv4, sts, text, time, token]",
        open.toString());
  }

  /**
   * The state machine uses no clock, thread, lock or log, so that histories on virtual time cover
   * all of its behavior.
   */
  @Test
  void theStateMachineIsPure() {
    noClasses()
        .that(resideInAPackage("dev.irsa.internal.refresh"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.concurrent..", "org.slf4j..", "java.io..", "java.nio..")
                .and(not(theFutureOfAWaiter()))
                .or(type(Clock.class))
                .or(type(Thread.class)))
        .check(CORE);
  }

  /** The future of a waiter, which only the shell completes and waits for. */
  private static DescribedPredicate<JavaClass> theFutureOfAWaiter() {
    return type(CompletableFuture.class);
  }

  @Test
  void theMapShowsTheExistingPackages() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "internals", "architecture.md"));
    Set<String> drawn = new TreeSet<>();
    Matcher rows =
        Pattern.compile("^\\| `(dev\\.irsa[a-z0-9.]*)` \\|", Pattern.MULTILINE).matcher(page);
    while (rows.find()) {
      drawn.add(rows.group(1));
    }
    Set<String> built = new TreeSet<>();
    CORE.stream()
        .map(JavaClass::getPackageName)
        .filter(name -> name.startsWith("dev.irsa"))
        .forEach(built::add);

    assertEquals(built, drawn);
  }

  /** They consult defaults of the process: trust, authenticators, cookies, proxies, caches. */
  @Test
  void theClientsOfTheJdkAreNotUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.net.http..")
                .or(type(ProxySelector.class))
                .or(type(Authenticator.class))
                .or(type(CookieHandler.class))
                .or(type(ResponseCache.class))
                .or(
                    DescribedPredicate.describe(
                        "connections", type -> type.isAssignableTo(URLConnection.class))))
        .check(CORE);
  }

  /**
   * The first use of a formatter loads and initializes many classes. On a thread of ours, with a
   * full heap, that fails, and the whole application cannot use them any more.
   */
  @Test
  void nothingIsFormattedByPatterns() {
    noClasses()
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "format", Locale.class, String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "formatted", Object[].class)
        .orShould()
        .dependOnClassesThat(type(Formatter.class).or(type(MessageFormat.class)))
        .check(CORE);
  }

  /** A caller's full stack would break them for as long as the JVM lives: see ColdDoorsTest. */
  @Test
  void whatCallersEnterHasNoStaticInitializer() {
    List<String> initialized =
        CORE.stream()
            .filter(
                each ->
                    List.of("dev.irsa", "dev.irsa.credentials").contains(each.getPackageName())
                        || each.getSimpleName().equals("StackSpace"))
            .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC) && !each.isEnum())
            .filter(each -> each.getStaticInitializer().isPresent())
            .map(JavaClass::getName)
            .toList();

    assertEquals(List.of(), initialized);
  }

  @Test
  void noMethodIsSynchronized() {
    noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(CORE);
  }

  @Test
  void noBlockIsSynchronized() throws IOException {
    Pattern block = Pattern.compile("\\bsynchronized\\s*\\(");
    for (Path source : sources()) {
      assertFalse(block.matcher(Files.readString(source)).find(), source::toString);
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      // The declaration of the module exports packages to other modules by name.
      List<Path> sources =
          files
              .filter(path -> path.toString().endsWith(".java"))
              .filter(path -> !path.endsWith("module-info.java"))
              .toList();
      assertTrue(sources.size() > 30, sources::toString);
      return sources;
    }
  }
}
