package dev.irsa.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.irsa.agent.internal.SdkInstrumentation;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SdkClassFilterTest {

  private final Set<String> changed = new TreeSet<>();
  private final Set<String> recognized = new TreeSet<>();

  /** The filter repeats the names, since it must not load the list of the engine. */
  @Test
  void theFilterRecognizesTheClassesThatTheEngineChanges() throws Exception {
    for (String source : List.of("IRSA", "POD_IDENTITY")) {
      SdkInstrumentation engine = new SdkInstrumentation(Map.of("source", source), null);
      try (URLClassLoader sdk = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader())) {
        for (String jar : jars().toList()) {
          offer(jar, engine, sdk);
        }
      }
    }

    assertFalse(changed.isEmpty());
    assertEquals(changed, recognized);
  }

  private void offer(String path, SdkInstrumentation engine, ClassLoader sdk) throws IOException {
    try (JarFile jar = new JarFile(path)) {
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName().replace(".class", "");
        try (InputStream file = jar.getInputStream(entry)) {
          if (engine.transform(sdk, name, null, null, file.readAllBytes()) != null) {
            changed.add(name);
          }
        }
        if (SdkClassFilter.isOfAnSdk(name)) {
          recognized.add(name);
        }
      }
    }
  }

  private static Stream<String> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
  }

  private static Stream<String> jars() {
    return classPath().filter(entry -> entry.matches(".*/(auth|sdk-core|aws-java-sdk-core)-.*"));
  }

  private static URL[] urls() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : classPath().filter(each -> each.endsWith(".jar")).toList()) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}
