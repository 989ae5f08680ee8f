package dev.irsa.agent.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * A copy of an SDK, which software that contains it may have relocated to packages of its own.
 *
 * @param generation of the SDK
 * @param root what the names of its classes begin with, as in class files
 */
record SdkCopy(SdkGeneration generation, String root) {

  /** Returns the copy with a class of this name, or null if no class behind a root is named so. */
  static @Nullable SdkCopy of(String name, SdkGeneration generation, String behindRoot) {
    return name.endsWith("/" + behindRoot)
        ? new SdkCopy(generation, name.substring(0, name.length() - behindRoot.length()))
        : null;
  }

  /** Returns the copy whose default chain has this name, or null. */
  static @Nullable SdkCopy ofChain(String name) {
    for (SdkGeneration generation : SdkGeneration.values()) {
      SdkCopy copy = of(name, generation, generation.chain());
      if (copy != null) {
        return copy;
      }
    }
    return null;
  }

  /** Returns the copy beside which a class of the agent is. */
  static SdkCopy ofAdapter(Class<?> adapter) {
    String name = adapter.getName().replace('.', '/');
    for (SdkGeneration generation : SdkGeneration.values()) {
      for (String defined : generation.defined()) {
        SdkCopy copy = of(name, generation, defined.substring(generation.root().length()));
        if (copy != null) {
          return copy;
        }
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** Returns a name or a descriptor of the SDK as it is in this copy. */
  String relocated(String name) {
    return name.replace(generation.root(), root);
  }

  /** Returns the name of a class, as its class loader knows it. */
  static String dotted(String name) {
    return name.replace('/', '.');
  }

  /** Returns the file of a class of this copy, or null if there is none. */
  static byte @Nullable [] find(String name, ClassLoader loader) {
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether a class loader has the SDK: classes of others may have names like these. */
  boolean isIn(ClassLoader loader) {
    return root.equals(generation.root())
        || loader.getResource(relocated(generation.anchor()) + ".class") != null;
  }

  /** Returns whether the constants of the default chain have the name of a class. */
  boolean chainRefersTo(String name, ClassLoader loader) {
    byte[] chain = find(root + generation.chain(), loader);
    return chain != null
        && new String(chain, StandardCharsets.ISO_8859_1).contains(relocated(name));
  }

  /** Returns the file of a class of the agent, made for this copy. */
  byte[] adapter(String name) {
    byte[] bytes = Objects.requireNonNull(find(name, SdkCopy.class.getClassLoader()), name);
    return root.equals(generation.root()) ? bytes : relocated(bytes);
  }

  private byte[] relocated(byte[] file) {
    ClassWriter writer = new ClassWriter(0);
    Remapper names =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String name) {
            return relocated(name);
          }
        };
    new ClassReader(file).accept(new ClassRemapper(writer, names), 0);
    return writer.toByteArray();
  }
}
