package dev.irsa.agent;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.lang.invoke.MethodHandles;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes the classes of the SDKs that may have to be replaced, by their names, and hands them
 * to the engine. The engine has a class loader of its own, which is created for the first of them:
 * a process that does not use an SDK pays for a look at each class's name only. Thread-safe.
 */
final class SeamFilter implements ClassFileTransformer {

  private static final String ENGINE = "dev.irsa.agent.internal.Engine";

  private final Map<String, String> settings;
  private @Nullable Object engine;
  private boolean broken;

  /**
   * Creates the filter.
   *
   * @param settings of the engine
   */
  SeamFilter(Map<String, String> settings) {
    this.settings = settings;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes)
      throws IllegalClassFormatException {
    if (loader == null || name == null || redefined != null || !isOfAnSdk(name)) {
      return null;
    }
    Object found = engine();
    return found == null
        ? null
        : ((ClassFileTransformer) found).transform(loader, name, redefined, domain, bytes);
  }

  /** Relocated copies of the SDKs are recognized too, so that they can be reported. */
  private static boolean isOfAnSdk(String name) {
    return name.startsWith("software/amazon/awssdk/auth/credentials/")
        || name.startsWith("com/amazonaws/auth/")
        || name.endsWith("/auth/credentials/DefaultCredentialsProvider")
        || name.endsWith("/auth/DefaultAWSCredentialsProviderChain");
  }

  /** Returns what replaces the result of a method of this class, or null. */
  @SuppressWarnings("unchecked")
  @Nullable Object connect(MethodHandles.Lookup replaced) {
    Object found = engine();
    return found == null ? null : ((Function<MethodHandles.Lookup, Object>) found).apply(replaced);
  }

  private synchronized @Nullable Object engine() {
    if (engine == null && !broken) {
      try {
        engine = load();
      } catch (ReflectiveOperationException
          | URISyntaxException
          | IOException
          | LinkageError defect) {
        broken = true;
        System.err.println(
            "irsa-agent: the AWS SDKs are used as they are, because the agent could not be loaded: "
                + defect);
      }
    }
    return engine;
  }

  private Object load() throws ReflectiveOperationException, URISyntaxException, IOException {
    CodeSource jar = SeamFilter.class.getProtectionDomain().getCodeSource();
    ClassLoader own = new HiddenClassLoader(jar.getLocation());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      // The logging library looks for its settings there.
      thread.setContextClassLoader(own);
      return own.loadClass(ENGINE).getConstructor(Map.class).newInstance(settings);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
