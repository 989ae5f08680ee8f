package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.integration.documents.Page.Block;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.helpers.DefaultHandler;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Checks every block of code in every document, by its language. Java code carries the tag of code
 * that a test source contains; settings that name a class of ours are a part of a test.
 */
class SnippetsTest {

  private static final Pattern REGION =
      Pattern.compile("// tag::([a-z0-9-]+)\\[]\n(.*?)// end::\\1\\[]", Pattern.DOTALL);
  private static final Pattern OURS =
      Pattern.compile(
          "dev\\.irsa(?::|</groupId><artifactId>)([a-z0-9-]+)(?:(?::|</artifactId><version>)([^\"'<,)]+))?");
  private static final String VERSION = System.getProperty("irsa.test.version");

  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?[\\w.]+?\\.(\\w+);\n+", Pattern.MULTILINE);

  /** The pages that show what to import in each block; others do so once, with this tag. */
  private static final Set<String> WITH_IMPORTS = Set.of("README.md", "llms.txt");

  private static final String ALL_IMPORTS = "imports";

  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);

  /** The files of production code, below the folders of their modules. */
  private static final Set<String> SOURCES =
      Checkout.files(file -> file.toString().contains("src/main/java/")).stream()
          .map(file -> file.toString().replaceAll(".*(?=src/main/java/)", ""))
          .collect(Collectors.toSet());

  /** The imports of the source of each tag that the tagged code uses. */
  private static final Map<String, Set<String>> IMPORTS = new TreeMap<>();

  private static final Map<String, String> COMPILED = compiled();
  private static final String TESTED = tested();
  private static final String BOM = Checkout.text(Path.of("integrations", "irsa-bom", "pom.xml"));

  static Stream<Block> blocks() {
    return Page.all().stream().flatMap(page -> page.blocks().stream());
  }

  private static Map<String, String> compiled() {
    Map<String, String> regions = new TreeMap<>();
    for (Path source : Checkout.files(SnippetsTest::isTestSource)) {
      String text = Checkout.text(source);
      Matcher region = REGION.matcher(text);
      for (int from = 0; region.find(from); from = region.start() + 1) {
        String before = regions.put(region.group(1), packed(region.group(2)));
        assertEquals(null, before, () -> "two sources have the tag " + region.group(1));
        Set<String> imports = imports(text, region.group(2));
        imports.addAll(importsOfNeighbours(text, region.group(2)));
        IMPORTS.put(region.group(1), imports);
      }
    }
    return regions;
  }

  /** Returns the imports in a text whose names some code uses. */
  private static Set<String> imports(String text, String code) {
    return IMPORT
        .matcher(text)
        .results()
        .filter(each -> Pattern.compile("\\b" + each.group(1) + "\\b").matcher(code).find())
        .map(each -> each.group().strip())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A test needs no import for published types of its own package, but its readers do. */
  private static Set<String> importsOfNeighbours(String text, String code) {
    Matcher declared = PACKAGE.matcher(text);
    if (!declared.find() || declared.group(1).contains(".internal")) {
      return Set.of();
    }
    String folder = "src/main/java/" + declared.group(1).replace('.', '/') + "/";
    return Pattern.compile("\\b[A-Z]\\w+")
        .matcher(code)
        .results()
        .filter(name -> SOURCES.contains(folder + name.group() + ".java"))
        .map(name -> "import " + declared.group(1) + "." + name.group() + ";")
        .collect(Collectors.toSet());
  }

  private static boolean isTestSource(Path file) {
    return file.toString().matches(".*src/test/(java|kotlin)/.*\\.(java|kt)");
  }

  /** Returns what the tests of all modules consist of. */
  private static String tested() {
    Pattern text = Pattern.compile(".*src/test/.*\\.(java|properties|json|ini)");
    return Checkout.files(file -> text.matcher(file.toString()).matches()).stream()
        .filter(file -> !file.toString().contains("integration/documents"))
        .map(file -> packed(Checkout.text(file)))
        .collect(Collectors.joining("\n"));
  }

  /** Removes tags and white space: pages may break lines in other places than the formatter. */
  private static String packed(String java) {
    return java.replaceAll("// (tag|end)::[a-z0-9-]+\\[]", "").replaceAll("\\s+", "");
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void everyBlockIsTested(Block block) throws Exception {
    if (!block.reader().isEmpty()) {
      isRead(block);
      return;
    }
    switch (block.language()) {
      case "java" -> isCompiled(block);
      case "xml" -> isDependency(block);
      case "kotlin", "groovy" -> isBuildOrCompiled(block);
      case "properties", "json", "ini" -> isSetting(block);
      case "yaml" -> new Yaml(new SafeConstructor(new LoaderOptions())).load(block.code());
      case "sh", "text", "mermaid" -> {} // Commands, output and pictures.
      default -> fail("a block needs a language that this test knows: " + block);
    }
  }

  private static void isRead(Block block) {
    String page = block.page().file().getFileName().toString();
    boolean read =
        Checkout.files(file -> file.endsWith(block.reader() + ".java")).stream()
            .anyMatch(file -> isTestSource(file) && Checkout.text(file).contains(page));
    assertTrue(read, () -> "no test " + block.reader() + " reads " + block);
  }

  private static void isBuildOrCompiled(Block block) {
    if (block.tag().isEmpty()) {
      hasOurCoordinates(block);
    } else {
      isCompiled(block);
    }
  }

  private static void isCompiled(Block block) {
    if (block.tag().equals(ALL_IMPORTS)) {
      assertEquals(importsOf(block.page()), imports(block.code(), block.code()), block::toString);
      return;
    }
    String compiled = COMPILED.get(block.tag());
    assertTrue(
        compiled != null,
        () -> "write <!-- tag: x --> above Java code, and // tag::x[] in a test: " + block);
    String code = IMPORT.matcher(block.code()).replaceAll("");
    assertEquals(compiled, packed(code), block::toString);
    if (WITH_IMPORTS.contains(block.page().toString())) {
      assertEquals(IMPORTS.get(block.tag()), imports(block.code(), code), block::toString);
    }
  }

  private static Set<String> importsOf(Page page) {
    return page.blocks().stream()
        .flatMap(block -> IMPORTS.getOrDefault(block.tag(), Set.of()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyPageWithCodeForUsersShowsItsImports() {
    Set<String> withCode =
        blocks()
            .filter(block -> !block.page().file().startsWith("docs/internals"))
            .filter(block -> !IMPORTS.getOrDefault(block.tag(), Set.of()).isEmpty())
            .map(block -> block.page().toString())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> shown =
        blocks()
            .filter(block -> block.tag().equals(ALL_IMPORTS))
            .map(block -> block.page().toString())
            .collect(Collectors.toCollection(TreeSet::new));
    shown.addAll(WITH_IMPORTS);

    assertEquals(shown, withCode);
  }

  @Test
  void everyRowOfTheReadmeThatComparesIsMeasured() {
    Map<String, List<String>> measured = new HashMap<>();
    Page.of("docs/performance.md")
        .text()
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(SnippetsTest::cells)
        .forEach(cells -> measured.put(cells.get(1), cells));
    List<List<String>> rows =
        Page.of("README.md")
            .text()
            .lines()
            .dropWhile(line -> !line.startsWith("| what happens"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> cells(line.replaceAll(" \\(\\[.*\\)\\)", "")))
            .toList();

    assertTrue(rows.size() > 5, rows::toString);
    for (List<String> row : rows) {
      List<String> cells = measured.get(row.get(1));
      assertNotNull(cells, row::toString);
      assertEquals(sentence(cells.get(2)), row.get(2), row::toString);
      assertEquals(sentence(cells.get(3)), row.get(3), row::toString);
    }
  }

  private static List<String> cells(String line) {
    return List.of(line.split(" ?\\| ?", -1));
  }

  /** Returns how the README says what was measured. */
  private static String sentence(String measured) {
    return switch (measured) {
      case "an error" -> "fails and says why";
      case "5 errors" -> "fails 5 times";
      case "5 × the pod's role" -> "serves all 5";
      case "10 × the pod's role, 10 to STS" -> "calls STS 10 times";
      case "10 × the pod's role, 1 to STS" -> "calls STS once";
      case "the node's role, then the node's role" -> "takes the node's role and keeps it";
      case "an error, then the pod's role" -> "fails once, then takes the pod's role";
      default -> "takes " + measured;
    };
  }

  /** Checks our artifacts and their versions, which are missing where the BOM sets them. */
  private static void hasOurCoordinates(Block block) {
    Matcher ours = OURS.matcher(block.code().replaceAll("<!--.*?-->|\\s", ""));
    while (ours.find()) {
      assertTrue(BOM.contains("<artifactId>" + ours.group(1) + "</artifactId>"), block::toString);
      String version = ours.group(2);
      assertEquals(VERSION, version == null ? VERSION : version, block::toString);
    }
  }

  private static void isDependency(Block block) throws Exception {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    parser.setErrorHandler(new DefaultHandler()); // Throws, and writes nothing.
    String document = "<any>" + block.code() + "</any>";
    parser.parse(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
    hasOurCoordinates(block);
  }

  private static void isSetting(Block block) throws Exception {
    String code = block.code().strip();
    if (code.contains("dev.irsa.")) {
      assertTrue(
          TESTED.contains(packed(code)) || isReadElsewhere(block),
          () -> "no test has these settings: " + block);
    }
    if (block.language().equals("json")) {
      JSONObjectUtils.parse(code.startsWith("{") ? code : "{" + code + "}");
    } else {
      code.lines().forEach(line -> assertTrue(line.matches("\\[.+]|[\\w.-]+ *[= ] *\\S.*"), line));
    }
  }

  /** Returns whether a test reads the same text from another page. */
  private static boolean isReadElsewhere(Block block) {
    return blocks()
        .anyMatch(other -> !other.reader().isEmpty() && other.code().equals(block.code()));
  }

  @Test
  void everyTaggedSourceIsShown() {
    Set<String> shown = blocks().map(Block::tag).collect(Collectors.toSet());

    assertEquals(
        Set.of(),
        COMPILED.keySet().stream().filter(tag -> !shown.contains(tag)).collect(Collectors.toSet()));
  }
}
