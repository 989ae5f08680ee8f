package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares the generated parts of pages with what the tests find. */
public final class GeneratedPage {

  private static final String END = "<!-- end of what is generated -->";

  private GeneratedPage() {}

  /**
   * Compares a page with itself after its generated parts were replaced, and writes what it should
   * be to the folder {@code target}.
   *
   * @param name of the file in the folder {@code docs}
   * @param parts the name of each part and its content, in turn
   */
  public static void compare(String name, String... parts) throws IOException {
    String page = Files.readString(Path.of("..", "docs", name));
    String updated = page;
    for (int i = 0; i < parts.length; i += 2) {
      updated = replaced(updated, parts[i], parts[i + 1]);
    }
    Path written = Path.of("target", Path.of(name).getFileName().toString());
    Files.writeString(written, updated);
    assertEquals(
        updated,
        page,
        "docs/%s differs from what the tests find; if they are right, copy %s"
            .formatted(name, written.toAbsolutePath()));
  }

  private static String replaced(String page, String name, String generated) {
    String mark = "<!-- generated, " + name + ": do not edit -->";
    int begin = page.indexOf(mark);
    assertTrue(begin >= 0, "the page lacks the mark " + mark);
    int end = page.indexOf(END, begin);
    assertTrue(end >= 0, "the page lacks the end of " + mark);
    return page.substring(0, begin + mark.length())
        + "\n\n"
        + generated
        + "\n"
        + page.substring(end);
  }
}
