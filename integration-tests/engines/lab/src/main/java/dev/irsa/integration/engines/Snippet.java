package dev.irsa.integration.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A snippet of {@code docs/adopting.md} that a test passes to the framework it is for.
 *
 * @param text the text as on the page
 */
public record Snippet(String text) {

  private static final String PAGE = "docs/adopting.md";

  /**
   * Reads a file of the folder {@code adopting} on the class path.
   *
   * @throws AssertionError if the page does not contain it
   */
  public static Snippet of(String name) {
    try (InputStream file = Snippet.class.getResourceAsStream("/adopting/" + name)) {
      if (file == null) {
        throw new AssertionError("missing snippet: " + name);
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
      String page = Files.readString(root().resolve(PAGE));
      // For Hadoop 3.3, the page says to write sdk.v1 in the snippets for 3.4.
      if (!page.contains(text) && !page.contains(text.replace("sdk.v1", "sdk.v2"))) {
        throw new AssertionError(PAGE + " does not contain adopting/" + name);
      }
      return new Snippet(text);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  /** Returns the project's folder, which contains the README. */
  public static Path root() {
    return Path.of(System.getProperty("basedir"), "..", "..", "..").normalize();
  }

  /** Parses the text as a properties file. */
  public Properties properties() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return properties;
  }

  /** Parses the text as a properties file. */
  public Map<String, String> map() {
    Properties properties = properties();
    Map<String, String> map = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
    return map;
  }
}
