package dev.irsa.integration.clients;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what {@code integration-tests/setup-clients} installs. A missing client is an error. */
final class Installed {

  private static final String CURE = "; integration-tests/setup-clients installs it";

  /** Looked for once. */
  private static final AtomicReference<@Nullable Path> AWS = new AtomicReference<>();

  private Installed() {}

  /** The first AWS CLI of version 2 on the PATH that works, Debian's own at last. */
  static Path awsCli(Path scratch) throws IOException, InterruptedException {
    Path known = AWS.get();
    if (known == null) {
      known = findAwsCli(scratch);
      AWS.set(known);
    }
    return known;
  }

  private static Path findAwsCli(Path scratch) throws IOException, InterruptedException {
    List<Path> candidates = new ArrayList<>();
    for (String folder : System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1)) {
      candidates.add(Path.of(folder, "aws"));
    }
    candidates.add(Path.of("/usr/bin/aws"));
    for (Path candidate : candidates) {
      if (Files.isExecutable(candidate) && works(candidate, scratch)) {
        return candidate;
      }
    }
    throw new IllegalStateException("no working AWS CLI 2 on the PATH" + CURE);
  }

  private static boolean works(Path aws, Path scratch) throws IOException, InterruptedException {
    Finished version = new Program(List.of(aws.toString(), "--version"), Map.of(), scratch).run();
    return version.succeeded() && version.out().startsWith("aws-cli/2.");
  }

  /** The script that runs AWS SDK for JavaScript. */
  static Path javaScript() {
    Path folder =
        Path.of(System.getProperty("irsa.test.root"), "integration-tests", "src", "test", "js");
    if (!Files.isDirectory(folder.resolve("node_modules/@aws-sdk/client-sts"))) {
      throw new IllegalStateException("no AWS SDK for JavaScript in " + folder + CURE);
    }
    return folder.resolve("main.mjs");
  }
}
