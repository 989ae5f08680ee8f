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
 * A finished {@code irsa lab} with its report.
 *
 * @param finished how it ended
 * @param report the page
 */
record LabProcess(Finished finished, Path report) {
  static final Path ROOT = Path.of(System.getProperty("irsa.test.root"));
  static final Path JAR = Installed.built("tools/irsa-cli", "");

  /** Runs the command until it ends, in a process of its own. */
  static LabProcess of(Path scratch, String... options) throws IOException, InterruptedException {
    Path home = Files.createTempDirectory(scratch, "lab");
    Path report = home.resolve("irsa-lab.html");
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(Program.JAVA, "-jar", JAR.toString(), "lab", "--report", report.toString()));
    command.addAll(List.of(options));
    return new LabProcess(new Program(command, Map.of(), home).run(), report);
  }

  /** Returns a figure of a pod, as the report has it. */
  long figure(String measure, String pod) throws IOException {
    Matcher figure =
        Pattern.compile("\"name\":\"%s\",.*?\"%s\":(-?\\d+)".formatted(pod, measure))
            .matcher(Files.readString(report));
    if (!figure.find()) {
      throw new AssertionError("no figure " + measure + " of " + pod + " in " + report);
    }
    return Long.parseLong(figure.group(1));
  }

  /** Returns where pictures of reports are left. */
  static Path pictures() throws IOException {
    return Files.createDirectories(ROOT.resolve("integration-tests/target/pictures"));
  }
}
