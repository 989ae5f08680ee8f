package dev.irsa.agent.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Checks that the SDK works as it is, with one warning, if anything is not as expected. */
class SdkInstrumentationTest {

  private static final String NODE =
      "software/amazon/awssdk/auth/credentials/InstanceProfileCredentialsProvider";
  private static final ClassLoader LOADER = SdkInstrumentationTest.class.getClassLoader();

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final SdkInstrumentation engine = new SdkInstrumentation(Map.of("source", "IRSA"), null);

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(before);
  }

  /** Returns a class of this name that has nothing of what the agent knows. */
  private static byte[] changed(String name) {
    ClassWriter empty = new ClassWriter(0);
    empty.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
    empty.visitEnd();
    return empty.toByteArray();
  }

  /** Returns a class loader with another copy of this class path. */
  private static URLClassLoader sdk() throws IOException {
    return new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
  }

  static URL[] classPath() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private String warning() {
    String text = printed.toString(StandardCharsets.UTF_8);
    assertEquals(1, text.lines().filter(line -> line.contains("WARN")).count(), text);
    return text;
  }

  @Test
  void aClassOfTheSdkIsReplaced() throws Exception {
    try (URLClassLoader sdk = sdk()) {
      byte[] original = sdk.getResourceAsStream(NODE + ".class").readAllBytes();

      assertNotNull(engine.transform(sdk, NODE, null, null, original));
    }
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aChangedClassIsOneWarningAndTheNodeStaysClosed() {
    assertNotNull(engine.transform(LOADER, NODE, null, null, changed(NODE)));
    assertNotNull(engine.transform(LOADER, NODE, null, null, changed(NODE)));

    String warning = warning();
    assertTrue(
        warning.contains(NODE.replace('/', '.') + " lacks the method resolveCredentials"), warning);
  }

  @Test
  void aCopyThatLacksWhatTheAgentUsesIsOneWarningAndTheNodeStaysClosed() throws Exception {
    String factory = "software/amazon/awssdk/auth/credentials/internal/WebIdentityCredentialsUtils";
    String session = "software/amazon/awssdk/auth/credentials/AwsSessionCredentials";
    try (Smaller sdk = new Smaller(session)) {
      assertNull(engine.transform(sdk, factory, null, null, sdk.file(factory)));
      byte[] closed = engine.transform(sdk, NODE, null, null, sdk.file(NODE));
      Object node = sdk.define(NODE, closed).getMethod("create").invoke(null);

      var failure =
          assertThrows(
              InvocationTargetException.class,
              () -> node.getClass().getMethod("resolveCredentials").invoke(node));
      assertTrue(
          failure.getCause().getMessage().contains("instance-metadata=open"), failure::toString);
    }
    String warning = warning();
    assertTrue(warning.contains("AwsSessionCredentials lacks the method create"), warning);
    assertTrue(warning.contains("without the role of the node"), warning);
  }

  /** Another copy of this class path, in which a class file has nothing. */
  private static final class Smaller extends URLClassLoader {
    private final String empty;

    Smaller(String empty) throws IOException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
      this.empty = empty;
    }

    byte[] file(String name) throws IOException {
      return getResourceAsStream(name + ".class").readAllBytes();
    }

    Class<?> define(String name, byte[] file) {
      return defineClass(name.replace('/', '.'), file, 0, file.length);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      return name.equals(empty + ".class")
          ? new ByteArrayInputStream(changed(empty))
          : super.getResourceAsStream(name);
    }
  }

  @Test
  void aClassFileThatCannotBeReadIsOneWarning() {
    assertNull(engine.transform(LOADER, NODE, null, null, new byte[] {1, 2, 3}));

    assertTrue(warning().contains("could not be replaced"));
  }

  /** Another copy of this class path, in which a class of the SDK is not found. */
  private static final class WithoutFactory extends URLClassLoader {
    WithoutFactory() throws IOException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    @Override
    public URL getResource(String name) {
      return name.endsWith("/WebIdentityCredentialsUtils.class") ? null : super.getResource(name);
    }
  }

  @Test
  void aMissingClassIsOneWarning() throws Exception {
    String chain = "software/amazon/awssdk/auth/credentials/DefaultCredentialsProvider";
    try (URLClassLoader sdk = new WithoutFactory()) {
      byte[] original = sdk.getResourceAsStream(chain + ".class").readAllBytes();

      assertNotNull(engine.transform(sdk, chain, null, null, original));
    }

    String warning = warning();
    assertTrue(warning.contains("WebIdentityCredentialsUtils is missing"), warning);
  }

  @Test
  void aClassOfAnotherLibraryWithSuchANameStaysAsItIs() {
    String other = "com/example/auth/InstanceProfileCredentialsProvider";

    assertNull(engine.transform(LOADER, other, null, null, changed(other)));
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void otherClassesStayAsTheyAre() {
    String other = "software/amazon/awssdk/auth/credentials/AnonymousCredentialsProvider";

    assertNull(engine.transform(LOADER, other, null, null, changed(other)));
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }
}
