package dev.irsa.agent.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.agent.internal.AgentConfiguration.Node;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Checks what is intercepted, and what the agent's classes use, in the oldest and the newest SDK of
 * both generations and in some between. It fails when a newer one changes it.
 */
class InterceptedMethodTest {

  private static final Path SDKS = Path.of("target", "sdks");
  private static final String V2_INTERCEPTORS =
      "software/amazon/awssdk/core/interceptor/ExecutionInterceptorChain";

  private static final AgentConfiguration IRSA =
      new AgentConfiguration("", "IRSA", true, Node.POD, null);
  private static final AgentConfiguration POD_IDENTITY =
      new AgentConfiguration("", "EKS Pod Identity", false, Node.CLOSED, null);
  private static final AgentConfiguration OPEN =
      new AgentConfiguration("", "IRSA", true, Node.OPEN, null);

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

  private static SdkCopy original(SdkGeneration generation, ClassLoader loader) {
    return new SdkCopy(generation, generation.root(), loader);
  }

  private static byte[] bytes(ClassLoader loader, String name) {
    return Objects.requireNonNull(SdkCopy.file(name, loader), name);
  }

  /** Returns the simple names of the replaced classes, and checks that they are as known. */
  private static Set<String> replaced(Path sdk, AgentConfiguration configuration)
      throws IOException {
    Set<String> replaced = new TreeSet<>();
    try (URLClassLoader loader = loader(sdk)) {
      SdkCopy copy = original(generation(sdk), loader);
      for (String name : InterceptedMethod.replacedClasses(copy, configuration)) {
        List<InterceptedMethod> methods = InterceptedMethod.of(name, copy, configuration);
        byte[] before = bytes(loader, name);
        byte[] after = assertDoesNotThrow(() -> InterceptedClass.of(before, methods, copy));
        assertFalse(Arrays.equals(before, after), name);
        replaced.add(name.substring(name.lastIndexOf('/') + 1));
      }
    }
    return replaced;
  }

  /** Returns the expected classes, of which an SDK differs if its chain has no web identities. */
  private static Set<String> expected(Path sdk, String v1, String v2) {
    boolean isOfV2 = generation(sdk) == SdkGeneration.V2;
    Set<String> classes = new TreeSet<>(List.of((isOfV2 ? v2 : v1).split(" ", -1)));
    String name = sdk.getFileName().toString();
    if (name.contains("-1.11.563") || name.contains("-1.11.603")) {
      classes.add("EC2ContainerCredentialsProviderWrapper");
    }
    if (name.contains("-1.11.563")) {
      classes.remove("STSProfileCredentialsServiceLoader");
    }
    return classes;
  }

  @ParameterizedTest
  @MethodSource("sdks")
  void switchedOffItOnlyGuards(Path sdk) throws IOException {
    var off = new AgentConfiguration("", "IRSA", true, Node.POD, "IRSA_ENABLED");

    assertEquals(Set.of(), replaced(sdk, off));

    List<InterceptedMethod> methods = new ArrayList<>();
    try (URLClassLoader loader = loader(sdk)) {
      SdkCopy copy = original(generation(sdk), loader);
      for (InterceptedMethod each : InterceptedMethod.ALL) {
        methods.addAll(InterceptedMethod.of(each.className(copy), copy, off));
      }
    }
    assertFalse(methods.isEmpty());
    assertTrue(methods.stream().allMatch(InterceptedMethod::isForGuard), methods::toString);
  }

  @ParameterizedTest
  @MethodSource("sdks")
  void withIrsaNodeAndContainerAreClosedBehindTheWebIdentity(Path sdk) throws IOException {
    assertEquals(
        expected(
            sdk,
            "STSProfileCredentialsServiceLoader AWSCredentialsProviderChain"
                + " ContainerCredentialsProvider InstanceProfileCredentialsProvider",
            "WebIdentityCredentialsUtils DefaultCredentialsProvider"
                + " ContainerCredentialsProvider InstanceProfileCredentialsProvider"),
        replaced(sdk, IRSA));
  }

  @ParameterizedTest
  @MethodSource("sdks")
  void withPodIdentityChainsAndContainerCredentialsAreReplaced(Path sdk) throws IOException {
    assertEquals(
        expected(
            sdk,
            "STSProfileCredentialsServiceLoader AWSCredentialsProviderChain"
                + " EC2ContainerCredentialsProviderWrapper InstanceProfileCredentialsProvider",
            "WebIdentityCredentialsUtils DefaultCredentialsProvider"
                + " ContainerCredentialsProvider InstanceProfileCredentialsProvider"),
        replaced(sdk, POD_IDENTITY));
  }

  @ParameterizedTest
  @MethodSource("sdks")
  void nothingIsClosedIfTheOperatorOpensIt(Path sdk) throws IOException {
    assertEquals(
        expected(sdk, "STSProfileCredentialsServiceLoader", "WebIdentityCredentialsUtils"),
        replaced(sdk, OPEN));
  }

  /** As OpenTelemetry's muzzle does. */
  @ParameterizedTest
  @MethodSource("sdks")
  void theAgentsClassesFindWhatTheyUse(Path sdk) throws IOException {
    try (URLClassLoader loader = loader(sdk)) {
      SdkCopy copy = original(generation(sdk), loader);
      for (AgentConfiguration configuration : List.of(IRSA, POD_IDENTITY)) {
        Set<String> hooks = new HashSet<>(Set.of("before", "after"));
        hooks.addAll(InterceptedMethod.hooks(copy, configuration));
        for (String name : copy.generation().defined()) {
          assertDoesNotThrow(() -> SdkMemberCheck.of(copy.ofAgent(name), hooks, copy));
        }
      }
    }
  }

  /** The agent reads them by reflection. The oldest chain does not keep a profile. */
  @ParameterizedTest
  @MethodSource("sdks")
  void fieldsHaveWhatTheApplicationSets(Path sdk) throws Exception {
    if (generation(sdk) == SdkGeneration.V1) {
      return;
    }
    String providers = "software/amazon/awssdk/auth/credentials/";
    try (URLClassLoader loader = loader(sdk)) {
      assertTrue(
          fields(bytes(loader, providers + "ContainerCredentialsProvider")).contains("endpoint"));
      assertEquals(
          !sdk.endsWith("auth-2.17.160.jar"),
          fields(bytes(loader, providers + "DefaultCredentialsProvider"))
              .containsAll(List.of("profileName", "profileFile")));
    }
  }

  private static List<String> fields(byte[] file) {
    List<String> fields = new ArrayList<>();
    new ClassReader(file)
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
    return fields;
  }

  @ParameterizedTest
  @MethodSource("sdks")
  void everyVersionShowsItsRequests(Path sdk) throws Exception {
    try (URLClassLoader loader = loader(sdk)) {
      SdkCopy copy = original(generation(sdk), loader);
      Set<String> hooks = new TreeSet<>();
      for (InterceptedMethod shown : InterceptedMethod.ALL) {
        if (shown.isForGuard() && shown.generation() == copy.generation()) {
          String name = shown.className(copy);
          List<InterceptedMethod> methods = InterceptedMethod.of(name, copy, IRSA);
          byte[] calling = InterceptedClass.of(bytes(loader, name), methods, copy);

          assertTrue(contains(calling, copy.generation().guard()), "it calls the agent's class");
          hooks.add(shown.hook());
        }
      }
      assertEquals(Set.of("after", "before"), hooks);
    }
  }

  private static boolean contains(byte[] file, String name) {
    return new String(file, StandardCharsets.ISO_8859_1).contains(name);
  }

  @Test
  void aRelocatedCopyCallsTheClassBesideIt() throws Exception {
    ClassLoader loader = InterceptedMethodTest.class.getClassLoader();
    String relocated = V2_INTERCEPTORS.replace("software/amazon", "org/engine/shaded");
    SdkCopy copy = Objects.requireNonNull(InterceptedMethod.copyWith(relocated, loader));
    List<InterceptedMethod> methods = InterceptedMethod.of(relocated, copy, IRSA);

    byte[] calling = InterceptedClass.of(bytes(loader, V2_INTERCEPTORS), methods, copy);

    assertTrue(contains(calling, "org/engine/shaded/awssdk/auth/credentials/IrsaAgentGuard"));
  }

  @Test
  void aClassWithoutTheMethodsIsNotGuarded() {
    ClassLoader loader = InterceptedMethodTest.class.getClassLoader();
    SdkInstrumentation engine = new SdkInstrumentation(Map.of("source", "IRSA"), null);
    byte[] other = bytes(loader, InterceptedMethodTest.class.getName().replace('.', '/'));
    SdkCopy copy = original(SdkGeneration.V2, loader);
    List<InterceptedMethod> methods = InterceptedMethod.of(V2_INTERCEPTORS, copy, IRSA);

    assertThrows(UnknownClassException.class, () -> InterceptedClass.of(other, methods, copy));
    assertNull(engine.transform(loader, V2_INTERCEPTORS, null, null, other));
  }

  @Test
  void anApplicationThatHasIrsaIsGuardedByIt() {
    ClassLoader withIrsa =
        new ClassLoader(InterceptedMethodTest.class.getClassLoader()) {
          @Override
          public URL getResource(String name) {
            return name.startsWith("dev/irsa/sdk/v2/")
                ? super.getResource(V2_INTERCEPTORS + ".class")
                : super.getResource(name);
          }
        };
    SdkCopy own = original(SdkGeneration.V2, withIrsa);
    SdkCopy relocated = new SdkCopy(SdkGeneration.V2, "org/engine/shaded/awssdk/", withIrsa);
    String name = V2_INTERCEPTORS.replace(own.root(), relocated.root());

    assertEquals(List.of(), InterceptedMethod.of(V2_INTERCEPTORS, own, IRSA));
    assertEquals(2, InterceptedMethod.of(name, relocated, IRSA).size());
  }

  static Stream<String> classes() {
    return InterceptedMethod.ALL.stream()
        .map(each -> each.generation().root() + each.type())
        .distinct();
  }

  /** The JVM verifies a class when it is initialized. */
  @ParameterizedTest
  @MethodSource("classes")
  void theJvmAcceptsWhatIsReplaced(String name) throws Exception {
    for (AgentConfiguration configuration : List.of(IRSA, POD_IDENTITY)) {
      try (Replacing loader = new Replacing(name, configuration)) {
        Class<?> type = Class.forName(SdkCopy.dotted(name), true, loader);

        assertSame(loader, type.getClassLoader());
      }
    }
  }

  /** Loads all classes of this class path again, of which one is replaced. */
  private static final class Replacing extends URLClassLoader {
    private final String replaced;
    private final AgentConfiguration configuration;

    Replacing(String replaced, AgentConfiguration configuration) throws IOException {
      super(SdkInstrumentationTest.classPath(), ClassLoader.getPlatformClassLoader());
      this.replaced = replaced;
      this.configuration = configuration;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      SdkCopy copy = InterceptedMethod.copyWith(replaced, this);
      if (copy == null || !name.equals(SdkCopy.dotted(replaced))) {
        return super.findClass(name);
      }
      try {
        List<InterceptedMethod> methods = InterceptedMethod.of(replaced, copy, configuration);
        byte[] file = InterceptedClass.of(bytes(this, replaced), methods, copy);
        return defineClass(name, file, 0, file.length);
      } catch (UnknownClassException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
