package dev.irsa.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/** Puts an application and its SDK into one jar, with the SDK under another name. */
final class RelocatedJar {

  private static final Map<String, Path> MADE = new ConcurrentHashMap<>();

  private final Set<String> written = new HashSet<>();
  private final JarOutputStream out;
  private final String from;
  private final String to;

  private RelocatedJar(JarOutputStream out, String from, String to) {
    this.out = out;
    this.from = from;
    this.to = to;
  }

  /**
   * Returns a jar with the classes of these tests and an SDK.
   *
   * @param root what the names of the SDK's classes begin with, as in class files
   */
  static String of(SdkVersion version, String root) {
    try {
      return of(version.sdk(), version.jars(), root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a jar with the classes of these tests and other jars of an SDK. */
  static String of(Generation sdk, List<Path> jars, String root) {
    return MADE.computeIfAbsent(jars + root, any -> make(sdk, jars, root)).toString();
  }

  private static Path make(Generation sdk, List<Path> jars, String root) {
    try {
      Path file = Files.createTempFile("relocated", ".jar");
      file.toFile().deleteOnExit();
      String from = sdk == Generation.V1 ? "com/amazonaws/" : "software/amazon/awssdk/";
      try (OutputStream stream = Files.newOutputStream(file);
          JarOutputStream out = new JarOutputStream(stream)) {
        // It is read once or twice.
        out.setLevel(Deflater.NO_COMPRESSION);
        RelocatedJar relocated = new RelocatedJar(out, from, root);
        relocated.putClasses(Program.classes());
        for (Path jar : jars) {
          relocated.putJar(jar);
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  private byte[] content(String name, byte[] bytes) {
    if (name.endsWith(".class") && !name.equals("module-info.class")) {
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(bytes).accept(new ClassRemapper(writer, new Names()), 0);
      return writer.toByteArray();
    }
    return name.startsWith("META-INF/services/") || name.endsWith(".interceptors")
        ? moved(new String(bytes, UTF_8)).getBytes(UTF_8)
        : bytes;
  }

  private String moved(String text) {
    return text.replace(from, to).replace(from.replace('/', '.'), to.replace('/', '.'));
  }

  /** Moves names of classes, and texts that hold such names, as Maven's shade plugin does. */
  private final class Names extends Remapper {
    Names() {
      super(Opcodes.ASM9);
    }

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
