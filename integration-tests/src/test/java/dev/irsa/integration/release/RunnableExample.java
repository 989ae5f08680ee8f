package dev.irsa.integration.release;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.integration.documents.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * An application of {@code examples/}, or a copy of one.
 *
 * @param folder where it is; the name of the folder is its name
 */
record RunnableExample(Path folder) {

  private static final Path EXAMPLES = PublishedModule.ROOT.resolve("examples");
  private static final Pattern LAB = Pattern.compile("^\\{.*\"pods\".*");

  static List<RunnableExample> all() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .sorted()
          .map(RunnableExample::new)
          .toList();
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  /** Copies it into another folder, without what a build has left. */
  RunnableExample copyInto(Path other) throws IOException {
    Path copy = other.resolve(name());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = folder.relativize(file);
        if (!relative.startsWith("target")) {
          Files.createDirectories(copy.resolve(relative).getParent());
          Files.copy(file, copy.resolve(relative));
        }
      }
    }
    return new RunnableExample(copy);
  }

  /** Starts the lab with its world. */
  RunningProgram startLab() throws IOException {
    String command = new PublishedModule("irsa-cli").artifact("-all.jar").toString();
    return RunningProgram.java(
        folder, Map.of(), "-jar", command, "lab", "--serve", "--json", "--world", "world.yaml");
  }

  /** Returns the environment of its container: what the manifest sets, and the lab exports. */
  Map<String, String> environment(RunningProgram lab) throws Exception {
    Map<String, Object> exports = JSONObjectUtils.parse(lab.await(LAB).group());
    Map<String, Object> pod = JSONObjectUtils.getJSONObjectArray(exports, "pods")[0];
    assertEquals(podSpec().get("serviceAccountName"), pod.get("serviceAccountName"));
    Map<String, String> environment = new HashMap<>(container());
    environment.putAll(variables(exports));
    environment.putAll(variables(pod));
    return environment;
  }

  private static Map<String, String> variables(Map<String, Object> from) throws ParseException {
    return JSONObjectUtils.getJSONObject(from, "variables").entrySet().stream()
        .collect(toMap(Map.Entry::getKey, variable -> (String) variable.getValue()));
  }

  /** Returns the variables of the container. */
  private Map<String, String> container() throws IOException {
    Map<String, Object> container = list(podSpec(), "containers").get(0);
    return list(container, "env").stream()
        .collect(toMap(each -> (String) each.get("name"), each -> (String) each.get("value")));
  }

  Map<String, Object> podSpec() throws IOException {
    Map<String, Object> template = object(object(manifest("Deployment"), "spec"), "template");
    return object(template, "spec");
  }

  /** Returns the object of a kind in its manifest. */
  @SuppressWarnings("unchecked")
  Map<String, Object> manifest(String kind) throws IOException {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    return StreamSupport.stream(yaml.loadAll(text("kubernetes.yaml")).spliterator(), false)
        .map(document -> (Map<String, Object>) document)
        .filter(document -> document.get("kind").equals(kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError(folder + " has no " + kind));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Map<String, Object> parent, String name) {
    return (Map<String, Object>) parent.get(name);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> parent, String name) {
    return (List<Map<String, Object>>) parent.getOrDefault(name, List.of());
  }

  /** Returns what its README shows of the log, line by line. */
  List<Pattern> log() {
    String reader = RunnableExample.class.getSimpleName();
    return Page.of("examples/" + name() + "/README.md").blocks().stream()
        .filter(block -> block.reader().equals(reader))
        .flatMap(block -> block.code().lines())
        .map(Page::pattern)
        .toList();
  }

  @Override
  public String toString() {
    return name();
  }
}
