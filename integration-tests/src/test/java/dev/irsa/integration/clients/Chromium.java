package dev.irsa.integration.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A headless browser, started anew for each page, that reaches no network.
 *
 * @param scratch holds its profiles
 */
record Chromium(Path scratch) {
  private static final List<String> QUIET =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars",
          // Nothing is resolved, so a page that asks for anything else has an error.
          "--host-resolver-rules=MAP * ~NOTFOUND",
          "--allow-file-access-from-files",
          "--enable-logging=stderr",
          "--v=0");
  private static final Pattern CONSOLE = Pattern.compile("(?m)^.*:CONSOLE.*$");
  private static final String RESULT = "result";

  /**
   * Shows a page in a frame of a given size, and evaluates a script in it.
   *
   * @param expression JavaScript, in which {@code page} is the document in the frame
   * @return the value of the expression as text
   * @throws AssertionError if the page writes to the console
   */
  String evaluate(Path page, int width, String expression)
      throws IOException, InterruptedException {
    Path frame = Files.createTempFile(scratch, "frame", ".html");
    Files.writeString(
        frame,
        """
        <!DOCTYPE html><body style="margin: 0">
        <iframe id="frame" src="%s" width="%d" height="2000" style="border: 0"></iframe>
        <pre id="%s"></pre>
        <script>
          frame.onload = () => {
            const page = frame.contentDocument;
            document.getElementById("%s").textContent = String(%s);
          };
        </script>
        """
            .formatted(page.toUri(), width, RESULT, RESULT, expression));
    String dom = run(List.of("--dump-dom", frame.toUri().toString())).out();
    Matcher result = Pattern.compile("<pre id=\"" + RESULT + "\">([^<]*)</pre>").matcher(dom);
    if (!result.find()) {
      throw new AssertionError("no result in: " + dom);
    }
    return result.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  /** Writes a picture of a page. */
  void screenshot(Path page, Path png, int width, int height, boolean dark)
      throws IOException, InterruptedException {
    run(
        List.of(
            "--window-size=%d,%d".formatted(width, height),
            "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
            "--screenshot=" + png,
            page.toUri().toString()));
  }

  /** Prints a page to a PDF. */
  void print(Path page, Path pdf) throws IOException, InterruptedException {
    run(List.of("--no-pdf-header-footer", "--print-to-pdf=" + pdf, page.toUri().toString()));
  }

  private Finished run(List<String> arguments) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory(scratch, "profile");
    List<String> command = new ArrayList<>(List.of(Installed.chromium().toString()));
    command.addAll(QUIET);
    command.add("--user-data-dir=" + profile);
    command.addAll(arguments);
    Finished finished = new Program(command, Map.of(), profile).run();
    Matcher console = CONSOLE.matcher(finished.errors());
    if (!finished.succeeded() || console.find()) {
      throw new AssertionError("Chromium ended with " + finished);
    }
    return finished;
  }
}
