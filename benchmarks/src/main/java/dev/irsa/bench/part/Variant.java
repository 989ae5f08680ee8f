package dev.irsa.bench.part;

import dev.irsa.bench.ClassPaths;
import dev.irsa.bench.Jars;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to first credentials.
 *
 * @param name its name in the results
 * @param main the class that runs it, in dev.irsa.bench.pod
 * @param jars its class path
 */
record Variant(String name, String main, Jars jars) {

  /** All that are compared; the quick run leaves out the older SDK and the lean choices. */
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

  /** An S3 client's first call; the credentials come from where the argument says. */
  static List<Variant> s3(ClassPaths paths) {
    String newest = paths.newest();
    Jars bench = paths.bench();
    Jars ours = bench.and(paths.adapterV2()).and(paths.peer(newest, "sdk-v2-s3"));
    return List.of(
        new Variant("static", "S3Pod", ours),
        new Variant("irsa", "S3Pod", ours),
        new Variant("eager", "S3Pod", ours),
        new Variant("sdk", "S3Pod", bench.and(paths.peer(newest, "sdk-v2-s3-sts"))));
  }

  /** Whether it is measured in every combination, not in the main one only. */
  boolean isEssential() {
    return List.of("raw", "irsa-core", "irsa-sdk-v2", "sdk-v2-newest", "sdk-v1").contains(name);
  }

  String mainClass() {
    return "dev.irsa.bench.pod." + main;
  }
}
