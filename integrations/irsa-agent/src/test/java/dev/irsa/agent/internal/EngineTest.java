package dev.irsa.agent.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
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
class EngineTest {

  private static final String NODE =
      "software/amazon/awssdk/auth/credentials/InstanceProfileCredentialsProvider";
  private static final ClassLoader LOADER = EngineTest.class.getClassLoader();

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Engine engine = new Engine(Map.of("source", "IRSA"), null);

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
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
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
  void aChangedSeamIsOneWarningAndTheNodeStaysClosed() {
    assertNotNull(engine.transform(LOADER, NODE, null, null, changed(NODE)));
    assertNotNull(engine.transform(LOADER, NODE, null, null, changed(NODE)));

    String warning = warning();
    assertTrue(
        warning.contains(NODE.replace('/', '.') + " lacks the method resolveCredentials"), warning);
  }

  @Test
  void aClassFileThatCannotBeReadIsOneWarning() {
    assertNull(engine.transform(LOADER, NODE, null, null, new byte[] {1, 2, 3}));

    assertTrue(warning().contains("could not be replaced"));
  }

  @Test
  void aMissingSeamIsOneWarning() throws Exception {
    String chain = "software/amazon/awssdk/auth/credentials/DefaultCredentialsProvider";
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      assertNull(engine.transform(empty, chain, null, null, changed(chain)));
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
