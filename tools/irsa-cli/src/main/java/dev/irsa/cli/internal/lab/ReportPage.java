package dev.irsa.cli.internal.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The report of a run as one HTML page without external resources: a template with what was found
 * out as text, and with data from which its script draws the rest.
 */
final class ReportPage {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  private ReportPage() {}

  static String html(Map<String, String> texts, JsonNode data) {
    return PLACE
        .matcher(template())
        .replaceAll(
            place -> {
              String text = texts.get(place.group(1));
              // In a script, only < is special: it may begin the end of the script.
              return Matcher.quoteReplacement(
                  text == null ? data.toString().replace("<", "\\u003c") : escaped(text));
            });
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String template() {
    try (InputStream page = ReportPage.class.getResourceAsStream("report.html")) {
      if (page == null) {
        throw new IllegalStateException("report.html is missing");
      }
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
