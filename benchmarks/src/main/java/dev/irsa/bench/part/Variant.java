package dev.irsa.bench.part;

import dev.irsa.bench.Bench;
import dev.irsa.bench.ClassPaths;
import dev.irsa.bench.Jars;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to obtain first credentials.
 *
 * @param name the name in the results
 * @param main the main class, in dev.irsa.bench.pod
 * @param jars the class path
 * @param arguments the arguments of the main class
 * @param agent the agent that the JVM starts with, or null
 */
record Variant(String name, String main, Jars jars, List<String> arguments, @Nullable Path agent) {

  /** Creates a variant without arguments and without an agent. */
  Variant(String name, String main, Jars jars) {
    this(name, main, jars, List.of(), null);
  }

  /** Returns all variants. The quick run omits the older SDK and the lean alternatives. */
  static List<Variant> all(ClassPaths paths, boolean quick) {
    String newest = paths.newest();
    Jars bench = paths.bench();
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant("empty", "EmptyPod", bench));
    variants.add(new Variant("raw", "RawPod", bench));
    variants.add(new Variant("irsa-core", "CorePod", bench.and(paths.core())));
    variants.add(
        new Variant(
            "irsa-sdk-v2",
            "IrsaV2Pod",
            bench.and(paths.adapterV2()).and(paths.peer(newest, "sdk-v2-auth"))));
    variants.add(
        new Variant(
            "irsa-sdk-v1",
            "IrsaV1Pod",
            bench.and(paths.adapterV1()).and(paths.peer(newest, "sdk-v1-core"))));
    variants.add(new Variant("sdk-v2-newest", "SdkV2Pod", bench.and(paths.peer(newest, "sdk-v2"))));
    variants.add(new Variant("sdk-v1", "SdkV1Pod", bench.and(paths.peer(newest, "sdk-v1"))));
    if (!quick) {
      variants.add(
          new Variant(
              "sdk-v2-newest-url",
              "SdkV2Pod",
              bench.and(paths.peer(newest, "sdk-v2-url-connection"))));
      variants.add(
          new Variant("sdk-v2-older", "SdkV2Pod", bench.and(paths.peer(paths.older(), "sdk-v2"))));
      variants.add(
          new Variant(
              "sdk-v2-older-url",
              "SdkV2Pod",
              bench.and(paths.peer(paths.older(), "sdk-v2-url-connection"))));
    }
    return variants;
  }

  /** Returns the variants that get container credentials. Ours are the same programs as above. */
  static List<Variant> container(ClassPaths paths) {
    String newest = paths.newest();
    Jars bench = paths.bench();
    Jars sdkV2 = paths.peer(newest, "sdk-v2-auth");
    Jars sdkV1 = paths.peer(newest, "sdk-v1-core");
    return List.of(
        new Variant("empty", "EmptyPod", bench),
        new Variant("raw", "RawContainerPod", bench),
        new Variant("irsa-core", "CorePod", bench.and(paths.core())),
        new Variant("irsa-sdk-v2", "IrsaV2Pod", bench.and(paths.adapterV2()).and(sdkV2)),
        new Variant("irsa-sdk-v1", "IrsaV1Pod", bench.and(paths.adapterV1()).and(sdkV1)),
        new Variant("sdk-v2-newest", "SdkV2ContainerPod", bench.and(sdkV2)),
        new Variant("sdk-v1", "SdkV1ContainerPod", bench.and(sdkV1)));
  }

  /** Returns applications of SDK v2 as they are, with an idle agent, and with ours. */
  static List<Variant> applications(Bench bench) {
    ClassPaths paths = bench.classPaths();
    Variant first =
        new Variant("first", "SdkV2Pod", paths.bench().and(paths.peer(paths.newest(), "sdk-v2")));
    Variant s3 = Application.S3.ofTheSdk(bench);
    return List.of(
        first,
        first.with("first-agent", paths.agent()),
        s3.with("s3", null),
        s3.with("s3-idle-agent", paths.idleAgent()),
        s3.with("s3-agent", paths.agent()));
  }

  /** Returns a program that does nothing, as it is, with an idle agent, and with ours. */
  static List<Variant> empty(ClassPaths paths) {
    Variant empty = new Variant("empty", "EmptyPod", paths.bench());
    return List.of(
        empty,
        empty.with("empty-idle-agent", paths.idleAgent()),
        empty.with("empty-agent", paths.agent()));
  }

  private Variant with(String otherName, @Nullable Path otherAgent) {
    return new Variant(otherName, main, jars, arguments, otherAgent);
  }

  /** Returns whether it is measured in every combination, not only in the main one. */
  boolean isEssential() {
    return List.of("raw", "irsa-core", "irsa-sdk-v2", "sdk-v2-newest", "sdk-v1").contains(name);
  }

  String mainClass() {
    return "dev.irsa.bench.pod." + main;
  }
}
