package dev.irsa.integration.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Splits shell code into its simple commands. Not thread-safe. */
final class Shell {

  private static final Pattern HERE_DOCUMENT =
      Pattern.compile(
          "(<<-?\\s*(['\"]?)(\\w+)\\2[^\n]*\n)(?:.*?\n)??\\3$", Pattern.DOTALL | Pattern.MULTILINE);

  private final String code;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private char quote;
  private int depth;

  private Shell(String code) {
    this.code = code;
  }

  /**
   * Returns the words of each command, with their quotes. A command in parentheses after a dollar
   * sign is a part of a word; here documents are left out.
   */
  static List<List<String>> commands(String code) {
    String plain = HERE_DOCUMENT.matcher(code.replace("\\\n", " ")).replaceAll("$1");
    return new Shell(plain + "\n").split();
  }

  private List<List<String>> split() {
    for (int at = 0; at < code.length(); at++) {
      char next = code.charAt(at);
      if (quote != 0) {
        quote = next == quote ? 0 : quote;
        word.append(next);
      } else if (depth == 0 && next == '#' && word.isEmpty()) {
        at = code.indexOf('\n', at) - 1;
      } else if (depth == 0 && isSeparator(at)) {
        endCommand();
      } else if (depth == 0 && Character.isWhitespace(next)) {
        endWord();
      } else {
        append(next);
      }
    }
    return commands;
  }

  private void append(char next) {
    quote = next == '\'' || next == '"' ? next : 0;
    depth += next == '(' ? 1 : 0;
    depth -= next == ')' ? 1 : 0;
    word.append(next);
  }

  private boolean isSeparator(int at) {
    char next = code.charAt(at);
    boolean redirects = next == '&' && at > 0 && code.charAt(at - 1) == '>';
    return !redirects && "\n;|&".indexOf(next) >= 0;
  }

  private void endWord() {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private void endCommand() {
    endWord();
    if (!words.isEmpty()) {
      commands.add(words);
      words = new ArrayList<>();
    }
  }
}
