package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Resolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines of messages that {@code docs/errors.md} shows, and those that the code throws. */
public final class ErrorsPage {

  static final String USUAL_FILE = "/var/run/secrets/eks.amazonaws.com/serviceaccount/token";
  static final String USUAL_AUTHORIZATION =
      "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token";
  static final String STS = "https://sts.eu-west-1.amazonaws.com/";
  static final String AGENT = "http://169.254.170.23/v1/credentials";

  private static final Path PAGE = Path.of("..", "docs", "errors.md");
  private static final Pattern BLOCK =
      Pattern.compile("(?s)(?:<!-- read by: (\\w+) -->)?\n```text\n(?!\\$)(.*?)\n```");
  private static final Pattern COUNT = Pattern.compile("The configuration of the .*has \\d+ .*");

  private final Path folder;
  private final @Nullable String reader;
  private final Set<String> thrown = new TreeSet<>();

  /**
   * Creates a page.
   *
   * @param folder the folder of the token files, in whose place their usual paths are written
   * @param reader the test that the blocks name which are meant, or null for those that name none
   */
  public ErrorsPage(Path folder, @Nullable String reader) {
    this.folder = folder;
    this.reader = reader;
  }

  /** Returns the lines that the code throws and the page does not show. */
  public List<String> missing() throws IOException {
    return without(thrown, shown());
  }

  /** Returns the lines that the page shows and the code does not throw. */
  public List<String> invented() throws IOException {
    return without(shown(), thrown);
  }

  private static List<String> without(Set<String> lines, Set<String> others) {
    return lines.stream().filter(line -> !others.contains(line)).toList();
  }

  private Set<String> shown() throws IOException {
    Set<String> lines = new TreeSet<>();
    BLOCK
        .matcher(Files.readString(PAGE))
        .results()
        .filter(block -> Objects.equals(block.group(1), reader))
        .forEach(block -> block.group(2).lines().forEach(lines::add));
    return lines;
  }

  /** Adds the lines of a message, and what its remedy adds to them. */
  public void shows(RuntimeException failure) {
    String remedy = failure instanceof CredentialsException ours ? ours.remedy() : "";
    int more = remedy.indexOf('\n');
    String text = failure.getMessage() + (more < 0 ? "" : remedy.substring(more));
    usual(text).lines().filter(line -> !COUNT.matcher(line).matches()).forEach(thrown::add);
  }

  /** Adds the failure of a process with these settings. */
  void showsResolved(GivenSettings given, Map<String, String> variables) {
    Environment environment = Environment.of(variables, Map.of());
    shows(
        assertThrows(
            MisconfiguredException.class, () -> Resolver.resolve(environment, given).valid()));
  }

  private String usual(String message) {
    return message
        .replaceAll("http://127\\.0\\.0\\.1:\\d+/v1/credentials", AGENT)
        .replaceAll("https?://127\\.0\\.0\\.1:\\d+/", STS)
        .replaceAll(" \\(1 attempt, [0-9.]+ m?s\\)|, request id [\\w-]+", "")
        .replaceAll("(failed after|did not respond within) [0-9.]+ m?s", "$1 42 ms")
        .replaceAll(" \\[(failed|next attempt) at [0-9TZ:-]+]", "")
        .replaceAll("expire in 1?[0-9] min( [0-9]+ s)?", "expire in 20 min")
        .replaceAll("deadline of [0-9.]+ m?s", "deadline of 20 s")
        .replaceAll("proxy http://127\\.0\\.0\\.1:\\d+", "proxy http://10.0.0.9:3128")
        // Only newer JDKs name the alert.
        .replace("(certificate_unknown) ", "")
        .replace(folder.resolve("token").toString(), USUAL_FILE)
        .replace(folder.resolve("authorization").toString(), USUAL_AUTHORIZATION)
        .replace(folder.toString(), "/var/run/secrets");
  }
}
