package dev.irsa.integration.clients;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Another agent, which loads classes before the application starts: those that its argument names,
 * with commas between. To those behind {@code +} it adds a field while they are loaded, and not
 * when they are transformed again, as some agents do.
 */
public final class OtherAgent {

  private OtherAgent() {}

  public static void premain(String classes, Instrumentation instrumentation) throws Exception {
    instrumentation.addTransformer(new AddedField(), true);
    for (String name : classes.split(",", -1)) {
      if (name.startsWith("+")) {
        System.setProperty("other.agent.adds", name.substring(1));
      }
      Class.forName(name.replace("+", ""));
    }
  }

  private static final class AddedField implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        String name,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] bytes) {
      if (redefined != null
          || !name.replace('/', '.').equals(System.getProperty("other.agent.adds"))) {
        return null;
      }
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(bytes)
          .accept(
              new ClassVisitor(Opcodes.ASM9, writer) {
                @Override
                public void visitEnd() {
                  visitField(Opcodes.ACC_STATIC, "added", "I", null, null);
                  super.visitEnd();
                }
              },
              0);
      return writer.toByteArray();
    }
  }

  /** Returns the option of the JVM. */
  static String option(Path folder, String classes) throws IOException {
    Path file = folder.resolve("other-agent.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", OtherAgent.class.getName());
    manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
    try (OutputStream stream = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(stream, manifest)) {
      for (Class<?> type : new Class<?>[] {OtherAgent.class, AddedField.class}) {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        jar.write(Files.readAllBytes(Program.classes().resolve(name)));
      }
    }
    return "-javaagent:" + file + "=" + classes;
  }
}
