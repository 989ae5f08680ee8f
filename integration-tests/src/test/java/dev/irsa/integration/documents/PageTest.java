package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PageTest {

  private static final Page PAGE =
      new Page(
          Path.of("docs", "page.md"),
          """
          # The `irsa` command: [what](other.md) it's for
          ## Again
          ## Again
          ## 실습 1.

          A [link](other.md#part), a picture ![of it](picture.svg "title"), `[no](link.md)` and
          `./irsa
          lab`. <img src="drawing.svg">

          <!-- tag: example -->
          ```java
          # not a heading, [not](a-link.md), `not a span`
          ```

          <!-- read by: SomeTest -->
          ```sh
          ./irsa lab
          ```
          """);

  @Test
  void anchorsAreThoseOfTheHostingPlatform() {
    assertEquals(
        Set.of("the-irsa-command-what-its-for", "again", "again-1", "실습-1"), PAGE.anchors());
  }

  @Test
  void linksInCodeAreNotLinks() {
    assertEquals(List.of("other.md", "other.md#part", "picture.svg", "drawing.svg"), PAGE.links());
  }

  @Test
  void spansAreJoinedAcrossLines() {
    assertEquals(List.of("irsa", "[no](link.md)", "./irsa lab"), PAGE.codeSpans());
  }

  @Test
  void blocksHaveALanguageAndMayHaveATagOrAReader() {
    assertEquals(
        List.of("example  java", " SomeTest sh"),
        PAGE.blocks().stream()
            .map(block -> block.tag() + " " + block.reader() + " " + block.language())
            .toList());
  }

  @Test
  void pathsAreRelativeToThePage() {
    assertEquals(Path.of("README.md"), PAGE.resolve("../README.md"));
  }
}
