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
 * @param loader a class loader that finds the classes
 */
record SdkCopy(SdkGeneration generation, String root, ClassLoader loader) {

  /** Returns the copy with a class of this name, or null if no class behind a root is named so. */
  static @Nullable SdkCopy of(
      String name, SdkGeneration generation, String behindRoot, ClassLoader loader) {
    return name.endsWith("/" + behindRoot)
        ? new SdkCopy(generation, name.substring(0, name.length() - behindRoot.length()), loader)
        : null;
  }

  /** Returns the copy beside which the agent has defined a provider. */
  static SdkCopy ofProvider(Class<?> provider) {
    String name = provider.getName().replace('.', '/');
    for (SdkGeneration generation : SdkGeneration.values()) {
      String behindRoot = generation.provider().substring(generation.root().length());
      SdkCopy copy = of(name, generation, behindRoot, provider.getClassLoader());
      if (copy != null) {
        return copy;
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

  /** Returns whether the SDK keeps its names. */
  private boolean isOriginal() {
    return root.equals(generation.root());
  }

  /** Returns whether it is a copy of the SDK: classes of others may have names like these. */
  boolean isSdk() {
    return isOriginal() || hasFile(relocated(generation.anchor()));
  }

  /** Returns whether it has a class, named without the root. */
  boolean has(String behindRoot) {
    return hasFile(root + behindRoot);
  }

  /** Returns whether the class loader finds the file of a class. */
  boolean hasFile(String name) {
    return loader.getResource(name + ".class") != null;
  }

  /** Returns whether irsa itself guards the clients of this copy. */
  boolean isGuardedByIrsa() {
    return isOriginal() && hasFile(generation.ownGuard());
  }

  /** Returns whether the constants of the default chain have the name of a class. */
  boolean chainRefersTo(String behindRoot) {
    byte[] chain = file(root + "auth/DefaultAWSCredentialsProviderChain", loader);
    return chain != null
        && new String(chain, StandardCharsets.ISO_8859_1).contains(root + behindRoot);
  }

  /** Returns the file of a class, or null if a class loader does not find it. */
  static byte @Nullable [] file(String name, ClassLoader loader) {
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the file of a class of the agent, made for this copy. */
  byte[] ofAgent(String name) {
    byte[] bytes = Objects.requireNonNull(file(name, SdkCopy.class.getClassLoader()), name);
    return isOriginal() ? bytes : relocated(bytes);
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
