package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.irsa.fake.NativeImageMetadata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Checks the metadata for GraalVM's native-image. GraalVM itself is not part of the build. */
final class NativeImageTest {

  private static final JavaClasses CORE =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void theMetadataNamesTheResources() throws Exception {
    new NativeImageMetadata()
        .withResource("META-INF/services/org.slf4j.spi.SLF4JServiceProvider")
        .withResource("org/slf4j/impl/StaticLoggerBinder.class")
        .check("irsa-core");
  }

  @Test
  void nothingElseIsLookedUpByName() {
    List<String> lookUps = new ArrayList<>();
    for (JavaClass type : CORE) {
      for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
        String name = call.getTarget().getFullName();
        if (name.matches(
            "java\\.lang\\.(Class|ClassLoader)\\.(forName|loadClass|getResource|getMethod|getField|getDeclared).*"
                + "|java\\.util\\.ServiceLoader.*")) {
          lookUps.add(type.getSimpleName() + " " + call.getTarget().getName());
        }
      }
    }

    assertEquals(Set.of("IrsaLog getResource"), Set.copyOf(lookUps));
  }
}
