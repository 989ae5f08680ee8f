package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.documents.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the walkthrough in docs/lab.md one after the other in one shell, with the
 * AWS CLI, and compares what they print with the page.
 */
@Tag("comparison")
final class WalkthroughTest {
  private static final Pattern BLOCK =
      Pattern.compile("```sh\n(.*?)```\n(?:```text\n(.*?)```\n)?", Pattern.DOTALL);
  private static final Pattern PORT = Pattern.compile("\\b808(?=[0-5]\\b)");

  @TempDir private Path directory;

  /**
   * Commands of the page.
   *
   * @param commands what a reader types
   * @param output what the page says that they print; empty if it says nothing
   */
  private record Block(String commands, String output) {}

  @Test
  void everyCommandPrintsWhatThePageShows() throws Exception {
    List<Block> blocks = blocks();
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("aws"), Installed.awsCli(directory));
    writeScript(
        bin.resolve("irsa"),
        "exec '%s' -jar '%s' \"$@\"\n".formatted(Program.JAVA, LabProcess.JAR));
    Path shell = writeScript(directory.resolve("shell"), script(blocks));

    Map<String, String> environment = Map.of("PATH", bin + ":" + System.getenv("PATH"));
    Finished finished =
        new Program(List.of("bash", shell.toString()), environment, directory).run();

    assertTrue(finished.succeeded(), finished::errors);
    for (int index = 0; index < blocks.size(); index++) {
      assertPrinted(blocks.get(index), index);
    }
    assertTrue(blocks.size() >= 15, () -> "only " + blocks.size() + " blocks were found");
  }

  private void assertPrinted(Block block, int index) throws IOException {
    String printed = Files.readString(directory.resolve(index + ".out"));
    if (block.output.isEmpty()) {
      assertEquals("", printed, block.commands);
      assertEquals(
          "0", Files.readString(directory.resolve(index + ".exit")).strip(), block.commands);
    } else {
      assertTrue(
          Page.pattern(block.output.strip()).matcher(printed.strip()).matches(),
          () -> block.commands + "\nprinted\n" + printed + "\ninstead of\n" + block.output);
    }
  }

  /** Returns a script that runs each block in the same shell and keeps its output. */
  private String script(List<Block> blocks) throws IOException {
    StringBuilder script = new StringBuilder("trap 'kill $(jobs -p) 2>/dev/null' EXIT\n");
    for (int index = 0; index < blocks.size(); index++) {
      Path commands = directory.resolve(index + ".sh");
      Files.writeString(commands, blocks.get(index).commands);
      script.append(". ./%1$d.sh >%1$d.out 2>&1; echo $? >%1$d.exit\n".formatted(index));
    }
    return script.append("exit 0\n").toString();
  }

  private static Path writeScript(Path file, String commands) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + commands);
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }

  /** Returns the blocks of the page, at ports that are free here. */
  private static List<Block> blocks() throws IOException {
    String tens = Integer.toString(freePorts() / 10);
    String page = Files.readString(LabProcess.ROOT.resolve("docs/lab.md"));
    page = page.substring(page.indexOf("\n## The walkthrough"), page.indexOf("\n## IAM"));
    Matcher block = BLOCK.matcher(PORT.matcher(page).replaceAll(tens));
    List<Block> blocks = new ArrayList<>();
    while (block.find()) {
      blocks.add(new Block(block.group(1), block.group(2) == null ? "" : block.group(2)));
    }
    return blocks;
  }

  /** Returns the first of six free ports; it ends with 0. */
  private static int freePorts() {
    Random random = new Random();
    int first = random.nextInt(1_100, 3_200) * 10;
    while (!areFree(first)) {
      first = random.nextInt(1_100, 3_200) * 10;
    }
    return first;
  }

  private static boolean areFree(int first) {
    for (int port = first; port < first + 6; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        // Closed again: only its success counts.
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
