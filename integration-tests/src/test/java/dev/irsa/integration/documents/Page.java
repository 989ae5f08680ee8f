package dev.irsa.integration.documents;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Markdown document of this repository.
 *
 * @param file its path relative to the root
 * @param text its text
 */
public record Page(Path file, String text) {

  private static final Pattern FENCE =
      Pattern.compile(
          "(?:^[ ]*<!-- (?:tag: ([a-z0-9-]+)|read by: (\\w+)) -->\n)?"
              + "^[ ]*```([a-z]*)[ ]*\n(.*?)^[ ]*```[ ]*$",
          Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)[^)]*\\)");
  private static final Pattern ATTRIBUTE = Pattern.compile("(?:src|srcset|href)=\"([^\"]+)\"");
  private static final Pattern ANCHOR = Pattern.compile("<a id=\"([\\w-]+)\">");
  private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.+?) *$", Pattern.MULTILINE);

  /**
   * A fenced block of code.
   *
   * @param page the page that shows it
   * @param tag the name in the comment above it, or an empty text
   * @param reader the class of a test that reads the block from the page, or an empty text
   * @param language what follows the fence, or an empty text
   * @param code the lines between the fences
   */
  public record Block(Page page, String tag, String reader, String language, String code) {
    @Override
    public String toString() {
      return page + " shows:\n" + code;
    }
  }

  /** Returns what matches a text as pages show it, in which … stands for what differs each time. */
  public static Pattern pattern(String shown) {
    return Pattern.compile(Pattern.quote(shown).replace("…", "\\E.*\\Q"), Pattern.DOTALL);
  }

  static List<Page> all() {
    return Checkout.files(file -> file.toString().endsWith(".md") || file.endsWith("llms.txt"))
        .stream()
        .map(Page::of)
        .toList();
  }

  public static Page of(String file) {
    return of(Path.of(file));
  }

  private static Page of(Path file) {
    return new Page(file, Checkout.text(file));
  }

  public List<Block> blocks() {
    return FENCE
        .matcher(text)
        .results()
        .map(
            each ->
                new Block(
                    this,
                    orEmpty(each.group(1)),
                    orEmpty(each.group(2)),
                    each.group(3),
                    each.group(4)))
        .toList();
  }

  private static String orEmpty(String group) {
    return group == null ? "" : group;
  }

  /** Returns the text without its blocks of code. */
  String prose() {
    return FENCE.matcher(text).replaceAll("");
  }

  /** Returns what stands between backticks, each in one line. */
  List<String> codeSpans() {
    return SPAN.matcher(prose())
        .results()
        .map(span -> span.group(1).replaceAll("\\s+", " "))
        .toList();
  }

  /** Returns the targets of all links and pictures. */
  List<String> links() {
    String plain = SPAN.matcher(prose()).replaceAll("code");
    List<String> targets = new ArrayList<>();
    for (Pattern pattern : List.of(LINK, ATTRIBUTE)) {
      pattern.matcher(plain).results().map(target -> target.group(1)).forEach(targets::add);
    }
    return targets;
  }

  /** Returns the anchors of its headings, as GitHub makes them, and those in its text. */
  Set<String> anchors() {
    return Stream.concat(
            HEADING.matcher(prose()).results().map(Page::anchor),
            ANCHOR.matcher(prose()).results().map(anchor -> anchor.group(1)))
        .collect(Collectors.toSet());
  }

  private static String anchor(MatchResult heading) {
    Matcher links = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)").matcher(heading.group(1));
    return links
        .replaceAll("$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  /** Returns a path that the page names, relative to the root of the repository. */
  Path resolve(String path) {
    Path folder = file.getParent();
    return (folder == null ? Path.of(path) : folder.resolve(path)).normalize();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
