package dev.irsa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which jars each variant has: exactly what Maven resolves for its users, and the jar of the
 * benchmarks itself.
 *
 * @param root the project's root
 * @param older the SDK v2 version that the project is built with
 * @param newest the newest SDK v2 version that is measured
 */
public record ClassPaths(Path root, String older, String newest) {

  /** The benchmarks alone: nothing of ours, nothing of the SDKs. */
  public Jars bench() {
    return module("benchmarks");
  }

  /** Everything at once, for the harness, the STS and JMH, with SDK v2 as built. */
  public Jars everything() {
    return bench().and(Jars.of(root.resolve("benchmarks/target/dependency")));
  }

  /** Everything, with the newest SDK v2 instead. */
  public Jars everythingNewest() {
    Jars newestSdk = peer(newest, "sdk-v2-clients");
    List<Path> others =
        everything().files().stream()
            .filter(file -> !file.getFileName().toString().endsWith("-" + older + ".jar"))
            .toList();
    return new Jars(others).and(newestSdk);
  }

  /** irsa-core and what it needs. */
  public Jars core() {
    return module("irsa-core").and(dependencies("irsa-core"));
  }

  /** irsa-sdk-v2 and what it adds to an application that has SDK v2. */
  public Jars adapterV2() {
    return module("irsa-sdk-v2").and(core());
  }

  /** irsa-sdk-v1-bridge and what it adds to an application that has SDK v1. */
  public Jars adapterV1() {
    return module("irsa-sdk-v1-bridge").and(core());
  }

  /** The jars of one of benchmarks/peers, with this version of SDK v2. */
  public Jars peer(String version, String name) {
    return Jars.of(root.resolve("benchmarks/target/peers").resolve(version).resolve(name));
  }

  private Jars dependencies(String module) {
    // In the reactor a module of ours comes as its jar; its own jar stands first already.
    return Jars.of(root.resolve(module).resolve("target/dependency")).without("irsa-");
  }

  private Jars module(String name) {
    Path target = root.resolve(name).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(
              file -> {
                String jar = file.getFileName().toString();
                return jar.startsWith(name + "-")
                    && jar.endsWith(".jar")
                    && !jar.contains("-tests")
                    && !jar.contains("-sources")
                    && !jar.contains("-javadoc")
                    && !jar.contains("-bundle")
                    && !jar.contains("-all");
              })
          .sorted()
          .findFirst()
          .map(Jars::of)
          .orElseThrow(() -> new IllegalStateException("No jar of " + name + " in " + target));
    } catch (IOException missing) {
      throw new IllegalStateException("Build first: " + target + " is missing", missing);
    }
  }
}
