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
 * A piece of {@code docs/adopting.md} that a test hands to the framework that it is meant for.
 *
 * @param text as on the page
 */
public record Snippet(String text) {

  private static final String PAGE = "docs/adopting.md";

  /**
   * Reads a file of the folder {@code adopting} on the class path.
   *
   * @throws AssertionError if the page does not show it
   */
  public static Snippet of(String name) {
    try (InputStream file = Snippet.class.getResourceAsStream("/adopting/" + name)) {
      if (file == null) {
        throw new AssertionError("no snippet " + name);
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
      Path page = root().resolve(PAGE);
      if (!Files.readString(page).contains(text)) {
        throw new AssertionError(page + " does not show what is in adopting/" + name);
      }
      return new Snippet(text);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  /** Returns the project's folder, where the README stands. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve(PAGE))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new AssertionError("no " + PAGE + " above " + Path.of("").toAbsolutePath());
      }
      folder = parent;
    }
    return folder;
  }

  /** Reads the text as a properties file. */
  public Properties properties() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return properties;
  }

  /** Reads the text as a properties file. */
  public Map<String, String> map() {
    Properties properties = properties();
    Map<String, String> map = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
    return map;
  }
}
