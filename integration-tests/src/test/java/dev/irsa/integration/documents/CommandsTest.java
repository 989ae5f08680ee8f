package dev.irsa.integration.documents;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the commands in the prose of every document; those in blocks are snippets. */
class CommandsTest {

  static List<Page> pages() {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandCanBeGiven(Page page) {
    Commands commands = new Commands(page);

    page.codeSpans().stream().filter(Commands::isCommand).forEach(commands::check);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./mvnw verify -P engine",
        "./mvnw -pl irsa-cor verify",
        "./mvnw verrify",
        "./mvnw verify -Dtest=SnippetTest",
        "./mvnw verify -Dgroups=engine",
        "./mvnw verify -Dirsa.test.jwm=java",
        "./irsa laboratory",
        "./irsa lab --await",
      })
  void aWrongCommandIsFound(String command) {
    Commands commands = new Commands(Page.of("README.md"));

    assertThrows(AssertionError.class, () -> commands.check(command));
  }
}
