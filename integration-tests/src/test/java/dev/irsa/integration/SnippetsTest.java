package dev.irsa.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the Java code in the documents is the code compiled here. */
class SnippetsTest {

  private static final Path ROOT = Path.of(System.getProperty("irsa.test.root"));
  private static final Path SOURCES =
      ROOT.resolve("integration-tests/src/test/java/dev/irsa/integration");
  private static final Pattern REGION =
      Pattern.compile("// tag::([a-z0-9-]+)\\[]\n(.*?)// end::\\1\\[]", Pattern.DOTALL);
  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- tag: ([a-z0-9-]+) -->\n)?```java\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/adopting.md"})
  void everyJavaSnippetIsCompiled(String page) throws IOException {
    Map<String, String> compiled = compiled();
    Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve(page)));
    List<String> seen = new ArrayList<>();

    while (block.find()) {
      String tag = block.group(1);
      assertNotNull(tag, () -> page + " has Java code without a tag:\n" + block.group(2));
      assertTrue(compiled.containsKey(tag), () -> page + " names an unknown tag: " + tag);
      assertEquals(packed(compiled.get(tag)), packed(block.group(2)), () -> page + ", " + tag);
      seen.add(tag);
    }

    assertTrue(seen.size() >= 3, () -> page + " shows only " + seen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/adopting.md"})
  void everyTestedVersionOfTheSdksIsNamed(String page) throws IOException {
    String text = Files.readString(ROOT.resolve(page));

    for (String version : System.getProperty("irsa.test.sdk.versions").split(" ", -1)) {
      assertTrue(text.contains(version), () -> page + " does not name SDK " + version);
    }
  }

  private static Map<String, String> compiled() throws IOException {
    Map<String, String> regions = new TreeMap<>();
    for (String source : List.of("ExamplesV1.java", "ExamplesV2.java", "ExamplesOfUse.java")) {
      String text = Files.readString(SOURCES.resolve(source));
      Matcher region = REGION.matcher(text);
      for (int from = 0; region.find(from); from = region.start() + 1) {
        regions.put(region.group(1), region.group(2));
      }
    }
    return regions;
  }

  /** Removes tags and white space: pages may break lines in other places than the formatter. */
  private static String packed(String java) {
    return java.replaceAll("// (tag|end)::[a-z0-9-]+\\[]", "").replaceAll("\\s+", "");
  }
}
