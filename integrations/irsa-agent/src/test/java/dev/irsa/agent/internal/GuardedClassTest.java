package dev.irsa.agent.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that the requests of every supported version of the SDKs can be guarded. */
class GuardedClassTest {

  private static final String V1 = "com/amazonaws/http/AmazonHttpClient$RequestExecutor";
  private static final String V2 =
      "software/amazon/awssdk/core/interceptor/ExecutionInterceptorChain";

  static List<Path> sdks() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "sdks"))) {
      return jars.filter(
              jar -> jar.getFileName().toString().matches("(sdk-core|aws-java-sdk-core)-.*"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("sdks")
  void everyVersionShowsItsRequests(Path jar) throws Exception {
    String name = jar.getFileName().toString().startsWith("sdk-core") ? V2 : V1;
    GuardedClass guarded = Objects.requireNonNull(GuardedClass.of(name));
    SdkCopy copy = guarded.copy(name);
    try (URLClassLoader sdk = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
        InputStream file = Objects.requireNonNull(sdk.getResourceAsStream(name + ".class"))) {
      byte[] original = file.readAllBytes();
      String text = new String(guarded.guarded(original, copy), StandardCharsets.ISO_8859_1);

      assertEquals(copy.generation().root(), copy.root());
      assertTrue(text.contains(copy.root() + "auth/"), "it calls the agent's class");
      assertTrue(text.contains("IrsaAgentGuard"), "it calls the agent's class");
      assertFalse(guarded.isGuardedByIrsa(copy, sdk));
    }
  }

  @Test
  void aRelocatedCopyCallsTheClassBesideIt() throws Exception {
    String name = V2.replace("software/amazon", "org/engine/shaded");
    GuardedClass guarded = Objects.requireNonNull(GuardedClass.of(name));
    try (InputStream file =
        Objects.requireNonNull(
            GuardedClassTest.class.getClassLoader().getResourceAsStream(V2 + ".class"))) {
      byte[] changed = guarded.guarded(file.readAllBytes(), guarded.copy(name));

      assertTrue(
          new String(changed, StandardCharsets.ISO_8859_1)
              .contains("org/engine/shaded/awssdk/auth/credentials/IrsaAgentGuard"));
    }
  }

  @Test
  void anUnknownClassIsLeftAlone() throws Exception {
    SdkInstrumentation engine = new SdkInstrumentation(Map.of("source", "IRSA"), null);
    byte[] other =
        Objects.requireNonNull(
                GuardedClassTest.class.getResourceAsStream(
                    "/" + GuardedClassTest.class.getName().replace('.', '/') + ".class"))
            .readAllBytes();
    GuardedClass guarded = Objects.requireNonNull(GuardedClass.of(V2));

    assertThrows(UnknownClassException.class, () -> guarded.guarded(other, guarded.copy(V2)));
    assertNull(engine.transform(GuardedClassTest.class.getClassLoader(), V2, null, null, other));
  }

  @Test
  void anApplicationThatHasIrsaIsGuardedByIt() {
    ClassLoader withIrsa =
        new ClassLoader(GuardedClassTest.class.getClassLoader()) {
          @Override
          public URL getResource(String name) {
            return name.startsWith("dev/irsa/sdk/v2/")
                ? super.getResource(V2 + ".class")
                : super.getResource(name);
          }
        };
    GuardedClass guarded = Objects.requireNonNull(GuardedClass.of(V2));
    String relocated = V2.replace("software/amazon", "org/engine/shaded");

    assertTrue(guarded.isGuardedByIrsa(guarded.copy(V2), withIrsa));
    assertFalse(guarded.isGuardedByIrsa(guarded.copy(relocated), withIrsa));
  }
}
