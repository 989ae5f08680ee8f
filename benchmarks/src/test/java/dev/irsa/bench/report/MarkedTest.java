package dev.irsa.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MarkedTest {

  @Test
  void onlyTheSectionBetweenTheMarksIsReplaced() throws IOException {
    String document = "before\n" + Marked.BEGIN + "\nold\n" + Marked.END + "\nafter\n";

    String replaced = Marked.replaced(document, "new", "x.md");

    assertEquals("before\n" + Marked.BEGIN + "\n\nnew\n\n" + Marked.END + "\nafter\n", replaced);
    assertEquals(replaced, Marked.replaced(replaced, "new", "x.md"));
  }

  @Test
  void aDocumentWithoutMarksIsAnErrorThatNamesIt() {
    IOException error =
        assertThrows(IOException.class, () -> Marked.replaced("text", "new", "x.md"));

    assertEquals("x.md does not have the marks around the generated section", error.getMessage());
  }
}
