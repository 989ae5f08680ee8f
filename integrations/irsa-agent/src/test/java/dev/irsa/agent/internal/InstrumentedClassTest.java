package dev.irsa.agent.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.agent.internal.AgentConfiguration.Node;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Checks what is replaced, and what the agent's classes use, in the oldest and the newest SDK of
 * both generations and in some between. It fails when a newer one changes it.
 */
class InstrumentedClassTest {

  private static final Path SDKS = Path.of("target", "sdks");

  private static final AgentConfiguration IRSA = new AgentConfiguration("", "IRSA", true, Node.POD);
  private static final AgentConfiguration POD_IDENTITY =
      new AgentConfiguration("", "EKS Pod Identity", false, Node.CLOSED);
  private static final AgentConfiguration OPEN =
      new AgentConfiguration("", "IRSA", true, Node.OPEN);

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

  private static SdkGeneration generation(Path sdk) {
    return sdk.getFileName().toString().startsWith("auth-") ? SdkGeneration.V2 : SdkGeneration.V1;
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

  /**
   * Returns the classes that are replaced in a configuration, and checks that they are as known.
   */
  private static Set<InstrumentedClass> replaced(Path sdk, AgentConfiguration configuration)
      throws IOException {
    Set<InstrumentedClass> replaced = EnumSet.noneOf(InstrumentedClass.class);
    try (URLClassLoader loader = loader(sdk)) {
      for (InstrumentedClass instrumented : InstrumentedClass.values()) {
        SdkCopy copy = original(instrumented.generation());
        List<Replacement> replacements =
            instrumented.generation() == generation(sdk)
                ? instrumented.replacements(configuration, copy, loader)
                : List.of();
        if (!replacements.isEmpty()) {
          byte[] before = bytes(loader, instrumented);
          byte[] after = assertDoesNotThrow(() -> ReplacedClass.of(before, replacements, copy));
          assertFalse(Arrays.equals(before, after), instrumented::toString);
          replaced.add(instrumented);
        }
      }
    }
    return replaced;
  }

  private static SdkCopy original(SdkGeneration generation) {
    return new SdkCopy(generation, generation.root());
  }

  private static String name(InstrumentedClass instrumented) {
    return instrumented.in(original(instrumented.generation()));
  }

  private static byte[] bytes(ClassLoader loader, InstrumentedClass instrumented)
      throws IOException {
    try (InputStream in = loader.getResourceAsStream(name(instrumented) + ".class")) {
      return Objects.requireNonNull(in, instrumented::toString).readAllBytes();
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
                InstrumentedClass.V1_WEB_IDENTITY,
                InstrumentedClass.V1_CHAIN,
                InstrumentedClass.V1_CONTAINER_PROVIDER,
                InstrumentedClass.V1_INSTANCE_METADATA,
                InstrumentedClass.V2_WEB_IDENTITY,
                InstrumentedClass.V2_CHAIN,
                InstrumentedClass.V2_CONTAINER,
                InstrumentedClass.V2_INSTANCE_METADATA)),
        replaced(sdk, IRSA));
  }

  @ParameterizedTest
  @MethodSource("sdks")
  void withPodIdentityChainsAndContainerCredentialsAreReplaced(Path sdk) throws IOException {
    Set<InstrumentedClass> replaced = replaced(sdk, POD_IDENTITY);

    assertEquals(
        withOld(
            sdk,
            of(
                sdk,
                InstrumentedClass.V1_CHAIN,
                InstrumentedClass.V1_CONTAINER,
                InstrumentedClass.V1_INSTANCE_METADATA,
                InstrumentedClass.V1_WEB_IDENTITY,
                InstrumentedClass.V2_CHAIN,
                InstrumentedClass.V2_CONTAINER,
                InstrumentedClass.V2_INSTANCE_METADATA,
                InstrumentedClass.V2_WEB_IDENTITY)),
        replaced);
  }

  @ParameterizedTest
  @MethodSource("sdks")
  void nothingIsClosedIfTheOperatorOpensIt(Path sdk) throws IOException {
    assertEquals(
        withOld(sdk, of(sdk, InstrumentedClass.V1_WEB_IDENTITY, InstrumentedClass.V2_WEB_IDENTITY)),
        replaced(sdk, OPEN));
  }

  /** As OpenTelemetry's muzzle does. */
  @ParameterizedTest
  @MethodSource("sdks")
  void theAgentsClassesFindWhatTheyUse(Path sdk) throws IOException {
    SdkCopy copy = original(generation(sdk));
    try (URLClassLoader loader = loader(sdk)) {
      for (AgentConfiguration configuration : List.of(IRSA, POD_IDENTITY)) {
        Set<String> hooks = new HashSet<>(Set.of("before", "after"));
        hooks.addAll(InstrumentedClass.hooks(configuration, copy, loader));
        for (String name : copy.generation().defined()) {
          assertDoesNotThrow(() -> MemberCheck.of(copy.adapter(name), hooks, copy, loader));
        }
      }
    }
  }

  /** The agent reads them by reflection; they are absent in the oldest. */
  @ParameterizedTest
  @MethodSource("sdks")
  void theDefaultChainKeepsTheProfileThatTheApplicationNames(Path sdk) throws Exception {
    if (generation(sdk) == SdkGeneration.V1 || sdk.endsWith("auth-2.17.160.jar")) {
      return;
    }
    try (URLClassLoader loader = loader(sdk)) {
      List<String> fields = new ArrayList<>();
      new ClassReader(bytes(loader, InstrumentedClass.V2_CHAIN))
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public @Nullable FieldVisitor visitField(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    @Nullable Object value) {
                  fields.add(name);
                  return null;
                }
              },
              ClassReader.SKIP_CODE);

      assertTrue(fields.containsAll(List.of("profileName", "profileFile")), fields::toString);
    }
  }

  /** The JVM verifies a class when it is initialized. */
  @ParameterizedTest
  @EnumSource(InstrumentedClass.class)
  void theJvmAcceptsWhatIsReplaced(InstrumentedClass instrumented) throws Exception {
    for (AgentConfiguration configuration : List.of(IRSA, POD_IDENTITY)) {
      try (Replacing loader = new Replacing(instrumented, configuration)) {
        Class<?> type = Class.forName(name(instrumented).replace('/', '.'), true, loader);

        assertSame(loader, type.getClassLoader());
      }
    }
  }

  /** Loads all classes of this class path again, of which one is replaced. */
  private static final class Replacing extends URLClassLoader {
    private final InstrumentedClass instrumented;
    private final AgentConfiguration configuration;

    Replacing(InstrumentedClass instrumented, AgentConfiguration configuration) throws IOException {
      super(SdkInstrumentationTest.classPath(), ClassLoader.getPlatformClassLoader());
      this.instrumented = instrumented;
      this.configuration = configuration;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      SdkCopy copy = original(instrumented.generation());
      List<Replacement> replacements =
          name.equals(name(instrumented).replace('/', '.'))
              ? instrumented.replacements(configuration, copy, this)
              : List.of();
      if (replacements.isEmpty()) {
        return super.findClass(name);
      }
      try {
        byte[] replaced = ReplacedClass.of(bytes(this, instrumented), replacements, copy);
        return defineClass(name, replaced, 0, replaced.length);
      } catch (IOException | UnknownClassException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** Returns those of an SDK, which differ if its chain does not try web identities. */
  private static Set<InstrumentedClass> withOld(Path sdk, Set<InstrumentedClass> classes) {
    String name = sdk.getFileName().toString();
    if (name.contains("-1.11.563") || name.contains("-1.11.603")) {
      classes.add(InstrumentedClass.V1_CONTAINER);
    }
    if (name.contains("-1.11.563")) {
      classes.remove(InstrumentedClass.V1_WEB_IDENTITY);
    }
    return classes;
  }

  private static Set<InstrumentedClass> of(Path sdk, InstrumentedClass... classes) {
    List<InstrumentedClass> all = new ArrayList<>(List.of(classes));
    all.removeIf(instrumented -> instrumented.generation() != generation(sdk));
    return EnumSet.copyOf(all);
  }
}
