package dev.irsa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class path of each variant: exactly the jars that Maven resolves for its users, and the jar
 * of the benchmarks.
 *
 * @param root the project's root
 * @param older the SDK v2 version that the project is built with
 * @param newest the newest SDK v2 version that is measured
 */
public record ClassPaths(Path root, String older, String newest) {

  /** Returns the benchmarks alone, without our libraries and the SDKs. */
  public Jars bench() {
    return module("benchmarks");
  }

  /**
   * Returns all jars, for the harness, the STS and JMH, with the version of SDK v2 in the build.
   */
  public Jars everything() {
    return bench().and(Jars.of(root.resolve("benchmarks/target/dependency")));
  }

  /** Returns all jars, with the newest SDK v2 instead. */
  public Jars everythingNewest() {
    Jars newestSdk = peer(newest, "sdk-v2-clients");
    List<Path> others =
        everything().files().stream()
            .filter(file -> !file.getFileName().toString().endsWith("-" + older + ".jar"))
            .toList();
    return new Jars(others).and(newestSdk);
  }

  /** Returns irsa-core and its dependencies. */
  public Jars core() {
    return module("irsa-core").and(dependencies("irsa-core"));
  }

  /** Returns irsa-sdk-v2 and what it adds to an application that uses SDK v2. */
  public Jars adapterV2() {
    return module("irsa-sdk-v2").and(core());
  }

  /** Returns irsa-spring-boot-starter and what it adds to an application of Spring Boot. */
  public Jars springStarter() {
    return module("irsa-spring-boot-starter").and(module("irsa-micrometer")).and(adapterV2());
  }

  /** Returns irsa-sdk-v1-bridge and what it adds to an application that uses SDK v1. */
  public Jars adapterV1() {
    return module("irsa-sdk-v1-bridge").and(core());
  }

  /** Returns the jar of our agent. */
  public Path agent() {
    return module("irsa-agent").files().get(0);
  }

  /** Returns the jar of an agent that does nothing. */
  public Path idleAgent() {
    return bench().files().get(0);
  }

  /** Returns the jars of a project in benchmarks/peers, with this version of SDK v2. */
  public Jars peer(String version, String name) {
    return Jars.of(root.resolve("benchmarks/target/peers").resolve(version).resolve(name));
  }

  private Jars dependencies(String module) {
    // In the reactor our modules are resolved to their jars; the benchmarks' own jar already comes
    // first.
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
          .orElseThrow(
              () -> new IllegalStateException("Found no jar of " + name + " in " + target));
    } catch (IOException missing) {
      throw new IllegalStateException(target + " is missing: build the project first", missing);
    }
  }
}
