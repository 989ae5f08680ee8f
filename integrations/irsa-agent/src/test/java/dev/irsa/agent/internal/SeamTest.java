package dev.irsa.agent.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.irsa.agent.internal.Situation.Node;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks the seams, and what the agent's classes use, in the oldest and the newest SDK of both
 * generations and in some between. It fails when a newer one moves them.
 */
class SeamTest {

  private static final Path SDKS = Path.of("target", "sdks");

  private static final Situation IRSA = new Situation("", "IRSA", true, Node.POD);
  private static final Situation POD_IDENTITY =
      new Situation("", "EKS Pod Identity", false, Node.CLOSED);
  private static final Situation OPEN = new Situation("", "IRSA", true, Node.OPEN);

  static List<Path> sdks() throws IOException {
    try (Stream<Path> jars = Files.list(SDKS)) {
      List<Path> all =
          jars.filter(jar -> jar.getFileName().toString().matches("(auth|aws-java-sdk-core)-.*"))
              .sorted()
              .toList();
      assertEquals(8, all.size(), all::toString);
      return all;
    }
  }

  private static Generation generation(Path sdk) {
    return sdk.getFileName().toString().startsWith("auth-") ? Generation.V2 : Generation.V1;
  }

  /** Returns a class loader with all jars of a version. */
  private static URLClassLoader loader(Path sdk) throws IOException {
    String name = sdk.getFileName().toString();
    String version = name.substring(name.lastIndexOf('-'));
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> jars = Files.list(SDKS)) {
      for (Path jar : jars.filter(each -> each.toString().endsWith(version)).toList()) {
        urls.add(jar.toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), null);
  }

  /** Returns the seams that are replaced in a situation, and checks that they are as known. */
  private static Set<Seam> replaced(Path sdk, Situation situation) throws IOException {
    Set<Seam> replaced = EnumSet.noneOf(Seam.class);
    try (URLClassLoader loader = loader(sdk)) {
      for (Seam seam : Seam.values()) {
        SdkCopy copy = original(seam.generation());
        List<Replacement> replacements =
            seam.generation() == generation(sdk)
                ? seam.replacements(situation, copy, loader)
                : List.of();
        if (!replacements.isEmpty()) {
          byte[] before = bytes(loader, seam);
          byte[] after = assertDoesNotThrow(() -> ReplacedClass.of(before, replacements, copy));
          assertFalse(Arrays.equals(before, after), seam::toString);
          replaced.add(seam);
        }
      }
    }
    return replaced;
  }

  private static SdkCopy original(Generation generation) {
    return new SdkCopy(generation, generation.root());
  }

  private static String name(Seam seam) {
    return seam.in(original(seam.generation()));
  }

  private static byte[] bytes(ClassLoader loader, Seam seam) throws IOException {
    try (InputStream in = loader.getResourceAsStream(name(seam) + ".class")) {
      return Objects.requireNonNull(in, seam::toString).readAllBytes();
    }
  }

  @ParameterizedTest
  @MethodSource("sdks")
  void withIrsaNodeAndContainerAreClosedBehindTheWebIdentity(Path sdk) throws IOException {
    assertEquals(
        withOld(
            sdk,
            of(
                sdk,
                Seam.V1_WEB_IDENTITY,
                Seam.V1_CHAIN,
                Seam.V1_CONTAINER_PROVIDER,
                Seam.V1_INSTANCE_METADATA,
                Seam.V2_WEB_IDENTITY,
                Seam.V2_CHAIN,
                Seam.V2_CONTAINER,
                Seam.V2_INSTANCE_METADATA)),
        replaced(sdk, IRSA));
  }

  @ParameterizedTest
  @MethodSource("sdks")
  void withPodIdentityContainerCredentialsAreReplaced(Path sdk) throws IOException {
    Set<Seam> replaced = replaced(sdk, POD_IDENTITY);

    assertEquals(
        withOld(
            sdk,
            of(
                sdk,
                Seam.V1_CONTAINER,
                Seam.V1_INSTANCE_METADATA,
                Seam.V1_WEB_IDENTITY,
                Seam.V2_CONTAINER,
                Seam.V2_INSTANCE_METADATA,
                Seam.V2_WEB_IDENTITY)),
        replaced);
  }

  @ParameterizedTest
  @MethodSource("sdks")
  void nothingIsClosedIfTheOperatorOpensIt(Path sdk) throws IOException {
    assertEquals(
        withOld(sdk, of(sdk, Seam.V1_WEB_IDENTITY, Seam.V2_WEB_IDENTITY)), replaced(sdk, OPEN));
  }

  /** As OpenTelemetry's muzzle does. */
  @ParameterizedTest
  @MethodSource("sdks")
  void theAgentsClassesFindWhatTheyUse(Path sdk) throws IOException {
    SdkCopy copy = original(generation(sdk));
    try (URLClassLoader loader = loader(sdk)) {
      for (Situation situation : List.of(IRSA, POD_IDENTITY)) {
        Set<String> hooks = Seam.hooks(situation, copy, loader);
        for (String name : copy.generation().defined()) {
          assertDoesNotThrow(() -> MemberCheck.of(copy.adapter(name), hooks, copy, loader));
        }
      }
    }
  }

  /** The JVM verifies a class when it is initialized. */
  @ParameterizedTest
  @EnumSource(Seam.class)
  void theJvmAcceptsWhatIsReplaced(Seam seam) throws Exception {
    for (Situation situation : List.of(IRSA, POD_IDENTITY)) {
      try (Replacing loader = new Replacing(seam, situation)) {
        Class<?> type = Class.forName(name(seam).replace('/', '.'), true, loader);

        assertSame(loader, type.getClassLoader());
      }
    }
  }

  /** Loads all classes of this class path again, of which one is replaced. */
  private static final class Replacing extends URLClassLoader {
    private final Seam seam;
    private final Situation situation;

    Replacing(Seam seam, Situation situation) throws IOException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
      this.seam = seam;
      this.situation = situation;
    }

    private static URL[] classPath() throws IOException {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      SdkCopy copy = original(seam.generation());
      List<Replacement> replacements =
          name.equals(name(seam).replace('/', '.'))
              ? seam.replacements(situation, copy, this)
              : List.of();
      if (replacements.isEmpty()) {
        return super.findClass(name);
      }
      try {
        byte[] replaced = ReplacedClass.of(bytes(this, seam), replacements, copy);
        return defineClass(name, replaced, 0, replaced.length);
      } catch (IOException | UnknownClassException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** Returns the seams of an SDK, which differ if its chain does not try web identities. */
  private static Set<Seam> withOld(Path sdk, Set<Seam> seams) {
    String name = sdk.getFileName().toString();
    if (name.contains("-1.11.563") || name.contains("-1.11.603")) {
      seams.add(Seam.V1_CONTAINER);
    }
    if (name.contains("-1.11.563")) {
      seams.remove(Seam.V1_WEB_IDENTITY);
    }
    return seams;
  }

  private static Set<Seam> of(Path sdk, Seam... seams) {
    List<Seam> all = new ArrayList<>(List.of(seams));
    all.removeIf(seam -> seam.generation() != generation(sdk));
    return EnumSet.copyOf(all);
  }
}
