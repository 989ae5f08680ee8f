package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that {@code docs/observing.md} lists every line that the code logs, with its level. */
final class LogPageTest {

  private static final Path ROOT = Path.of("..");
  private static final Path PAGE = ROOT.resolve("docs/observing.md");
  private static final List<String> MODULES =
      List.of(
          "irsa-core",
          "irsa-sdk-support",
          "irsa-sdk-v2",
          "irsa-sdk-v1-bridge",
          "integrations/irsa-micrometer",
          "integrations/irsa-spring-boot-starter",
          "integrations/irsa-msk");
  private static final List<String> LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG");

  private static final String LITERAL = "\"(?:[^\"\\\\]|\\\\.)*\"";
  private static final Pattern CALL =
      Pattern.compile(
          "\\.(error|warn|info|debug)\\(\\s*(" + LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*)");
  private static final Pattern LOGGER = Pattern.compile("getLogger\\(([^)]*)\\)");

  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file :
            files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }

  @Test
  void everyLineIsListedWithItsLevel() throws IOException {
    Set<String> rows = new TreeSet<>();
    Matcher call = CALL.matcher(sources());
    while (call.find()) {
      String text = call.group(2).replaceAll("\"\\s*\\+\\s*\"", "");
      String line = text.substring(1, text.length() - 1).replaceAll("(\\{})+", "…");
      if (!line.equals("…")) {
        rows.add("| " + call.group(1).toUpperCase(Locale.ROOT) + " | " + line + " |");
      }
    }
    String table =
        LEVELS.stream()
            .flatMap(level -> rows.stream().filter(row -> row.startsWith("| " + level + " ")))
            .collect(Collectors.joining("\n"));

    assertTrue(rows.size() > 15, rows::toString);
    assertTrue(
        Files.readString(PAGE).contains("\n" + table + "\n\n"),
        () -> "The table in " + PAGE + " has to be:\n" + table);
  }

  @Test
  void thereIsOneLogger() throws IOException {
    Set<String> loggers = new TreeSet<>();
    Matcher logger = LOGGER.matcher(sources());
    while (logger.find()) {
      loggers.add(logger.group(1));
    }

    assertEquals(Set.of("\"dev.irsa\""), loggers);
  }
}
