package dev.irsa.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The class path of each variant: exactly the jars that Maven resolves for its users, and the jar
 * of the benchmarks.
 *
 * @param root the project's root
 * @param sdkV2 the measured version of SDK v2
 */
public record ClassPaths(Path root, String sdkV2) {

  /** Returns the benchmarks alone, without our libraries and the SDKs. */
  public Jars bench() {
    return module("benchmarks");
  }

  /** Returns all jars, for the STS and JMH, with the measured version of SDK v2. */
  public Jars everything() {
    Jars sdk = peer("sdk-v2-clients");
    Jars resolved = bench().and(Jars.of(root.resolve("benchmarks/target/dependency")));
    Jars replaced = resolved.alsoIn(sdk);
    return new Jars(
            resolved.files().stream().filter(file -> !replaced.files().contains(file)).toList())
        .and(sdk);
  }

  /** Returns irsa-core and its dependencies. */
  public Jars core() {
    return module("irsa-core").and(dependencies("irsa-core"));
  }

  /** Returns irsa-sdk-v2 and what it adds to an application that uses SDK v2. */
  public Jars adapterV2() {
    return module("irsa-sdk-v2").and(support());
  }

  /** Returns irsa-spring-boot-starter and what it adds to an application of Spring Boot. */
  public Jars springStarter() {
    return module("irsa-spring-boot-starter")
        .and(module("irsa-micrometer"))
        .and(module("irsa-iam-tokens"))
        .and(adapterV2());
  }

  /** Returns irsa-sdk-v1-bridge and what it adds to an application that uses SDK v1. */
  public Jars adapterV1() {
    return module("irsa-sdk-v1-bridge").and(support());
  }

  private Jars support() {
    return module("irsa-sdk-support").and(core());
  }

  /** Returns the jar of our agent. */
  public Path agent() {
    return module("irsa-agent").files().get(0);
  }

  /** Returns the jar of an agent that does nothing. */
  public Path idleAgent() {
    return bench().files().get(0);
  }

  /** Returns the jars of a project in benchmarks/peers. */
  public Jars peer(String name) {
    return Jars.of(root.resolve("benchmarks/target/peers").resolve(name));
  }

  private Path folder(String module) {
    Path integration = root.resolve("integrations").resolve(module);
    return Files.isDirectory(integration) ? integration : root.resolve(module);
  }

  private Jars dependencies(String module) {
    // In the reactor our modules are resolved to their jars; the benchmarks' own jar already comes
    // first.
    return Jars.of(folder(module).resolve("target/dependency")).without("irsa-");
  }

  private Jars module(String name) {
    Path target = folder(name).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(
              file -> file.getFileName().toString().matches(name + "-[0-9.]+(-SNAPSHOT)?\\.jar"))
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
