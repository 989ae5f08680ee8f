package dev.irsa.doctor;

import dev.irsa.doctor.PodWorld.Kind;
import dev.irsa.testkit.IrsaLab;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A world that follows from its seed: surroundings in which everything works, and one or two
 * planted causes. The first seeds have one cause each, so that every cause has its turn.
 *
 * @param seed makes the same world again
 * @param causes the causes, in the order in which a pod meets them
 * @param surroundings differences from the plain world that are right
 */
record GeneratedWorld(long seed, List<PlantedCause> causes, List<Surrounding> surroundings) {

  /** A difference between pods that is right. */
  enum Surrounding {
    STS_WITHOUT_PROXY(Kind.IRSA, "network, region, issuer", PodWorld::reachStsDirectly),
    ROLE_SHARED_WITH_OTHERS(
        Kind.IRSA,
        "",
        world ->
            world.shareRole(
                world.role().trustPolicy().json(),
                statement -> statement.replace(":shop:cart", ":ops:admin"))),
    SUBJECTS_IN_A_LIST(
        Kind.IRSA,
        "policy",
        world ->
            world.editTrustPolicy(
                "\"system:serviceaccount:shop:cart\"",
                "[\"system:serviceaccount:shop:checkout\", \"system:serviceaccount:shop:cart\"]")),
    PATTERNS(
        Kind.IRSA,
        "policy",
        world -> {
          world.editTrustPolicy("\"StringEquals\"", "\"StringLike\"");
          world.editTrustPolicy(":shop:cart", ":shop:ca*");
        }),
    SESSION_NAME(
        Kind.IRSA,
        "session name",
        world -> world.environment.put("AWS_ROLE_SESSION_NAME", "cart-7c9d8")),
    NEW_SDK(
        null,
        "class path",
        world ->
            world.classPath(
                "software.amazon.awssdk:sdk-core:2.40.2", "software.amazon.awssdk:sts:2.40.2")),
    METADATA_IN_REACH(null, "", world -> world.startInstanceMetadata("token-of-metadata")),
    OPTIONS_OF_THE_JVM(
        null, "class path", world -> world.environment.put("JAVA_TOOL_OPTIONS", "-Xmx1g")),
    PROFILE(Kind.IRSA, "", world -> world.environment.put("AWS_PROFILE", "default")),
    SPARE_ENDPOINT(
        Kind.IRSA, "spare", world -> world.environment.put("IRSA_STS_SPARE", PodWorld.SPARE));

    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // Made by Set.of.
    private final Set<String> changes;

    @SuppressWarnings("ImmutableEnumChecker") // Without state.
    private final Consumer<PodWorld> making;

    Surrounding(Kind kind, String changes, Consumer<PodWorld> making) {
      this.kind = kind;
      this.changes = Set.of(changes.split(", ", -1));
      this.making = making;
    }

    private boolean suits(PlantedCause cause) {
      return (kind == null || kind == cause.kind()) && cause.leaves(changes);
    }
  }

  static GeneratedWorld of(long seed) {
    Random random = new Random(seed * 1_000_003);
    PlantedCause[] all = PlantedCause.values();
    List<PlantedCause> causes = new ArrayList<>();
    causes.add(all[(int) (seed % all.length)]);
    if (seed >= all.length) {
      List<PlantedCause> others =
          new ArrayList<>(
              Stream.of(all).filter(other -> other.isCompatibleWith(causes.get(0))).toList());
      Collections.shuffle(others, random);
      others.stream().limit(1).forEach(causes::add);
    }
    Collections.sort(causes, (one, other) -> one.phase().compareTo(other.phase()));
    List<Surrounding> surroundings =
        Stream.of(Surrounding.values())
            .filter(each -> causes.stream().allMatch(each::suits) && random.nextInt(3) == 0)
            .toList();
    return new GeneratedWorld(seed, List.copyOf(causes), surroundings);
  }

  PodWorld make(Path root) {
    String region = List.of("ap-northeast-2", "us-east-1", "eu-central-1").get((int) (seed % 3));
    PodWorld world =
        new PodWorld(
            root,
            causes.get(0).kind(),
            IrsaLab.builder().region(region).spareRegion(PodWorld.SPARE).start());
    surroundings.forEach(each -> each.making.accept(world));
    causes.forEach(cause -> cause.plantIn(world));
    return world;
  }

  /** Returns whether an id names the cause that a pod meets first, or one of several at once. */
  boolean isFirst(String id) {
    if (has("IRSA-13") && has("IRSA-15")) {
      // Times cannot be judged before the clock is right.
      return id.equals("IRSA-15");
    }
    return causes.stream()
        .filter(cause -> cause.phase() == causes.get(0).phase())
        .anyMatch(cause -> cause.id().equals(id));
  }

  private boolean has(String id) {
    return causes.stream().anyMatch(cause -> cause.id().equals(id));
  }
}
