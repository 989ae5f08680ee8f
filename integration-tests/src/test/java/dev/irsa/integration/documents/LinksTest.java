package dev.irsa.integration.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.Pom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that what a document leads to, or names, is there. */
class LinksTest {

  private static final Pattern FILE =
      Pattern.compile(
          "(?:\\./)?[\\w.-]+/(?:[\\w.*-]+/?)*|[\\w.-]+\\.(?:md|java|svg)|[A-Z]\\w*Test");

  /** Names of hosts, what a build makes, and what looks like a path and is something else. */
  private static final Pattern FOREIGN =
      Pattern.compile("[\\w-]+(?:\\.[\\w-]+)+/.*|(?:.*/)?target/.*|encoding/csv|default/my-sa");

  private static final String ACTIONS = "../../actions/workflows/";
  private static final Pattern PICTURE =
      Pattern.compile(
          "!\\[([^]]*)]\\(([\\w./-]+\\.svg)\\)"
              + "|<img src=\"([\\w./-]+\\.svg)\"[^>]* alt=\"([^\"]*)\">");
  private static final Pattern EVIDENCE = Pattern.compile("internals/(?:proof|benchmarks)\\.md");

  static List<Page> pages() {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Page page) {
    List<String> broken =
        page.links().stream().filter(link -> !isForeign(link) && !leads(page, link)).toList();

    assertEquals(List.of(), broken, page::toString);
  }

  private static boolean isForeign(String link) {
    return link.startsWith("https://") || link.startsWith("mailto:");
  }

  private static boolean leads(Page page, String link) {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? page.file() : page.resolve(path);
    if (path.startsWith(ACTIONS)) { // A page of the hosting platform.
      String workflow = path.substring(ACTIONS.length()).replace("/badge.svg", "");
      return Checkout.contains(Path.of(".github", "workflows", workflow));
    }
    if (path.startsWith("/") || !Checkout.contains(target)) {
      return false;
    }
    return hash < 0
        || (target.toString().endsWith(".md")
            && Page.of(target.toString()).anchors().contains(link.substring(hash + 1)));
  }

  /** A changelog also speaks of what is gone. */
  static List<Page> present() {
    return Page.all().stream().filter(page -> !page.file().endsWith("CHANGELOG.md")).toList();
  }

  @ParameterizedTest
  @MethodSource("present")
  void everyFileExists(Page page) {
    List<String> missing =
        page.codeSpans().stream()
            .flatMap(span -> Stream.of(span.split(" ", -1)))
            .filter(word -> FILE.matcher(word).matches() && !word.contains("..."))
            .filter(word -> !FOREIGN.matcher(word).matches() && !exists(page, word))
            .toList();

    assertEquals(List.of(), missing, () -> page + " names files that do not exist");
  }

  private static boolean exists(Page page, String word) {
    String path = word.replaceAll("/?\\*.*$", "");
    return Checkout.contains(Path.of(path))
        || Checkout.contains(page.resolve(path))
        || Checkout.containsName(path) // A resource on the class path.
        || Checkout.containsName(path + ".java");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whoCannotSeeAPictureReadsItsTitle(Page page) {
    PICTURE
        .matcher(page.prose())
        .results()
        .filter(each -> Checkout.contains(page.resolve(first(each, 2, 3))))
        .forEach(
            each ->
                assertTrue(
                    Checkout.text(page.resolve(first(each, 2, 3)))
                        .contains("<title>" + first(each, 1, 4) + "</title>"),
                    each::group));
  }

  private static String first(MatchResult found, int one, int other) {
    return found.group(one) == null ? found.group(other) : found.group(one);
  }

  /** In comments, messages and scripts. */
  @Test
  void everyPageThatASourceNamesExists() {
    Pattern named = Pattern.compile("\\bdocs/[\\w.-]+\\.(?:md|svg)(?:#[\\w-]+)?");
    Pattern source = Pattern.compile(".*\\.(?:java|xml|yml|yaml)|\\.ci/.*|irsa|examples/[\\w-]+");
    Page root = Page.of("README.md");
    Set<String> missing = new TreeSet<>();
    for (Path file : Checkout.files(each -> source.matcher(each.toString()).matches())) {
      named
          .matcher(Checkout.text(file))
          .results()
          .filter(page -> !leads(root, page.group()))
          .forEach(page -> missing.add(file + " names " + page.group()));
    }

    assertEquals(Set.of(), missing);
  }

  @Test
  void everyPageOfTheDocumentsCanBeReachedFromTheReadme() {
    Set<Path> reached = new HashSet<>(Set.of(Path.of("README.md")));
    List<Path> open = new ArrayList<>(reached);
    while (!open.isEmpty()) {
      Page page = Page.of(open.remove(0).toString());
      page.links().stream()
          .filter(link -> !isForeign(link) && !link.startsWith("#"))
          .map(link -> page.resolve(link.replaceAll("#.*", "")))
          .filter(target -> target.toString().endsWith(".md") && Checkout.contains(target))
          .filter(reached::add)
          .forEach(open::add);
    }
    List<Path> lost =
        Checkout.files(file -> file.startsWith("docs") && file.toString().endsWith(".md"));

    assertEquals(List.of(), lost.stream().filter(page -> !reached.contains(page)).toList());
  }

  /** But for the evidence, to which those are led who ask why they should believe it. */
  @Test
  void onlyMaintainersAreSentToTheInternals() {
    List<Page> sent =
        Page.all().stream()
            .filter(page -> page.toString().matches("README\\.md|docs/[^/]+\\.md"))
            .filter(
                page ->
                    page.links().stream()
                        .filter(link -> !EVIDENCE.matcher(link).find())
                        .anyMatch(link -> link.contains("internals/")))
            .toList();

    assertEquals(List.of(), sent);
  }

  @Test
  void everyModuleHasAReadmeAndARowOfTheMap() {
    String map = Checkout.text(Path.of("docs", "internals", "architecture.md"));
    for (String module : Pom.modules()) {
      String readme = Checkout.text(Pom.folder(module).resolve("README.md"));
      assertTrue(readme.startsWith("# " + module + "\n"), module);
      assertTrue(
          map.lines().anyMatch(line -> line.matches("\\| .*`" + module + "`.* \\|.*")), module);
    }
  }

  @Test
  void theDocumentsStayShort() {
    List<Path> pages =
        Checkout.files(
            file -> file.toString().matches("README\\.md|docs/(?:internals/)?[^/.]+\\.md"));
    long lines = pages.stream().mapToLong(page -> Checkout.text(page).lines().count()).sum();
    long words =
        Checkout.files(file -> file.toString().matches("docs/[^/]+\\.md")).stream()
            .mapToLong(page -> Checkout.text(page).strip().split("\\s+", -1).length)
            .sum();
    int firstScreen = Checkout.text(Path.of("README.md")).getBytes(UTF_8).length;

    assertTrue(pages.size() <= 14, pages::toString);
    assertTrue(lines <= 3_560, () -> lines + " lines");
    assertTrue(words <= 25_500, () -> words + " words for users, imports and tables included");
    assertTrue(firstScreen <= 6_500, () -> firstScreen + " bytes of README");
  }
}
