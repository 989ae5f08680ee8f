package dev.irsa.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/** Puts an application and its SDK 2.x into one jar, with the SDK under another name. */
final class RelocatedJar {

  private static final String FROM = "software/amazon/awssdk/";
  private static final String TO = "com/example/shaded/awssdk/";

  private final Set<String> written = new HashSet<>();
  private final JarOutputStream out;

  private RelocatedJar(JarOutputStream out) {
    this.out = out;
  }

  static void write(Path file, Path classes, List<Path> jars) throws IOException {
    try (OutputStream stream = Files.newOutputStream(file);
        JarOutputStream out = new JarOutputStream(stream)) {
      RelocatedJar relocated = new RelocatedJar(out);
      relocated.putClasses(classes);
      for (Path jar : jars) {
        relocated.putJar(jar);
      }
    }
  }

  private void putClasses(Path classes) throws IOException {
    Path folder = classes.resolve(RelocatedJar.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        put(classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  private void putJar(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      for (ZipEntry entry : jar.stream().filter(each -> !each.isDirectory()).toList()) {
        put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
  }

  private void put(String name, byte[] bytes) throws IOException {
    String target = moved(name);
    if (target.startsWith("META-INF/versions/") || !written.add(target)) {
      return;
    }
    out.putNextEntry(new ZipEntry(target));
    out.write(content(name, bytes));
    out.closeEntry();
  }

  private static byte[] content(String name, byte[] bytes) {
    if (name.endsWith(".class") && !name.equals("module-info.class")) {
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(bytes).accept(new ClassRemapper(writer, new Names()), 0);
      return writer.toByteArray();
    }
    return name.startsWith("META-INF/services/") || name.endsWith(".interceptors")
        ? moved(new String(bytes, UTF_8)).getBytes(UTF_8)
        : bytes;
  }

  private static String moved(String text) {
    return text.replace(FROM, TO).replace(FROM.replace('/', '.'), TO.replace('/', '.'));
  }

  /** Moves names of classes, and texts that hold such names, as Maven's shade plugin does. */
  private static final class Names extends Remapper {
    @Override
    public String map(String name) {
      return moved(name);
    }

    @Override
    public Object mapValue(Object value) {
      return value instanceof String text ? moved(text) : super.mapValue(value);
    }
  }
}
