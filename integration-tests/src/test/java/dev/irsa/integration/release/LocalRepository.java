package dev.irsa.integration.release;

import dev.irsa.integration.Pom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A local Maven repository with the artifacts of this build, as {@code ./mvnw install} leaves them.
 *
 * @param folder where it is
 */
record LocalRepository(Path folder) {

  /** Puts the artifacts into a folder, which need not exist. */
  static LocalRepository install(Path folder) throws IOException {
    LocalRepository repository = new LocalRepository(folder);
    repository.put("irsa-parent", ".pom", Pom.parent().file());
    repository.put("irsa-bom", ".pom", Pom.of("irsa-bom").file());
    repository.put("irsa-bundle-parent", ".pom", Pom.of("irsa-bundle-parent").file());
    for (PublishedModule module : PublishedModule.all()) {
      repository.put(module.name(), ".pom", module.pom().file());
      repository.put(module.name(), ".jar", module.artifact(".jar"));
    }
    return repository;
  }

  private void put(String artifact, String suffix, Path file) throws IOException {
    Path place = folder.resolve("dev/irsa").resolve(artifact).resolve(PublishedModule.VERSION);
    Files.createDirectories(place);
    Files.copy(file, place.resolve(artifact + "-" + PublishedModule.VERSION + suffix));
  }

  /** Runs Maven in a project. What this build has downloaded is not downloaded again. */
  void maven(Path project, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(PublishedModule.ROOT.resolve("mvnw").toString());
    command.add("-B");
    command.add("-Dmaven.repo.local=" + folder);
    command.add("-Dmaven.repo.local.tail=" + System.getProperty("irsa.test.repository"));
    command.addAll(List.of(arguments));
    String unused =
        run(
            project,
            Map.of("HOME", System.getProperty("user.home"), "PATH", System.getenv("PATH")),
            command);
  }

  /** Runs a command until it ends, with this environment only. Returns what it printed. */
  static String run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command.get(0) + " failed: " + said);
    }
    return said;
  }
}
