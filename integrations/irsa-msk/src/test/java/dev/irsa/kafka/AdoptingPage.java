package dev.irsa.kafka;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The section on MSK of docs/adopting.md. */
final class AdoptingPage {

  private static final Path PAGE = Path.of("..", "..", "docs", "adopting.md");
  private static final Pattern SECTION = Pattern.compile("(?s)\\n## Amazon MSK\\n(.*?)\\n## ");
  private static final Pattern BLOCK = Pattern.compile("(?s)```properties\\n(.*?)```");

  private AdoptingPage() {}

  /** Returns the properties of the block that contains a text. */
  static Map<String, Object> properties(String text) {
    try {
      String section =
          SECTION.matcher(Files.readString(PAGE)).results().findFirst().orElseThrow().group(1);
      String block =
          BLOCK
              .matcher(section)
              .results()
              .map(result -> result.group(1))
              .filter(each -> each.contains(text))
              .findFirst()
              .orElseThrow(() -> new AssertionError(PAGE + " does not show " + text));
      Properties properties = new Properties();
      properties.load(new StringReader(block));
      Map<String, Object> map = new TreeMap<>();
      properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
      return map;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
