package dev.irsa;

import dev.irsa.credentials.CredentialsException;
import java.nio.file.Path;

/** Writes the page of errors: each message as the code throws it, with its cause and its fix. */
final class ErrorsPage {

  static final String USUAL_FILE = "/var/run/secrets/eks.amazonaws.com/serviceaccount/token";
  static final String USUAL_AUTHORIZATION =
      "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token";
  static final String STS = "https://sts.eu-west-1.amazonaws.com/";
  static final String AGENT = "http://169.254.170.23/v1/credentials";

  private final Path folder;
  private final StringBuilder page = new StringBuilder();

  /**
   * Creates an empty page.
   *
   * @param folder the folder of the token files, in whose place their usual paths are written
   */
  ErrorsPage(Path folder) {
    this.folder = folder;
  }

  String text() {
    return page.toString();
  }

  void add(String text) {
    page.append(text);
  }

  /** Wraps lines at 119 characters. */
  private static String wrapped(String text) {
    StringBuilder lines = new StringBuilder();
    int length = 0;
    for (String word : text.split(" ", -1)) {
      boolean fits = length + 1 + word.length() < 119;
      lines.append(length == 0 ? "" : fits ? " " : "\n").append(word);
      length = length > 0 && fits ? length + 1 + word.length() : word.length();
    }
    return lines.toString();
  }

  void kind(String name, String meaning) {
    page.append("\n## ").append(name).append("\n\n").append(wrapped(meaning)).append('\n');
  }

  void entry(String title, RuntimeException failure, String cause, String fix) {
    String message =
        failure
            .getMessage()
            .replaceAll("http://127\\.0\\.0\\.1:\\d+/v1/credentials", AGENT)
            .replaceAll("http://127\\.0\\.0\\.1:\\d+/", STS)
            .replaceAll("https://127\\.0\\.0\\.1:\\d+/", STS)
            .replaceAll("\\(1 attempt, [0-9.]+ m?s\\)", "(1 attempt, 42 ms)")
            .replaceAll("(failed after|did not respond within) [0-9.]+ m?s", "$1 42 ms")
            .replaceAll("\\[failed at [0-9TZ:-]+]", "[failed at 2026-11-25T09:41:40Z]")
            .replaceAll("\\[next attempt at [0-9TZ:-]+]", "[next attempt at 2026-11-25T09:42:40Z]")
            .replaceAll("expire in 1?[0-9] min( [0-9]+ s)?", "expire in 20 min")
            .replaceAll("deadline of [0-9.]+ m?s", "deadline of 20 s")
            .replaceAll("on port \\d+", "on port 443")
            .replaceAll("proxy http://127\\.0\\.0\\.1:\\d+", "proxy http://10.0.0.9:3128")
            // Only newer JDKs name the alert.
            .replace("(certificate_unknown) ", "")
            .replace(folder.resolve("token").toString(), USUAL_FILE)
            .replace(folder.resolve("authorization").toString(), USUAL_AUTHORIZATION)
            .replace(folder.toString(), "/var/run/secrets");
    page.append("\n### ").append(title).append("\n\n```text\n");
    page.append(message).append("\n```\n\n");
    String remedy = failure instanceof CredentialsException ours ? ours.remedy() : "";
    int more = remedy.indexOf('\n');
    if (more >= 0) {
      page.append("The log and `remedy()` continue:\n\n```text\n");
      page.append(remedy.substring(more + 1)).append("\n```\n\n");
    }
    page.append(wrapped("**Cause.** " + cause)).append("\n\n");
    page.append(wrapped("**Fix.** " + fix)).append('\n');
  }
}
