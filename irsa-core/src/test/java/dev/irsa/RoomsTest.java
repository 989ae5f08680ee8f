package dev.irsa;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One package per concept; rooms meet in {@code dev.irsa} alone. */
final class RoomsTest {

  private static final Path COMPILED = Path.of("target", "classes");
  private static final JavaClasses CORE = new ClassFileImporter().importPath(COMPILED);
  private static final String[] EVERYWHERE = {
    "java..", "javax..", "org.jspecify..", "org.slf4j..", "dev.irsa.identity"
  };

  private static String[] allowed(String room, String library) {
    List<String> packages = new ArrayList<>(List.of(EVERYWHERE));
    packages.add("dev.irsa." + room);
    if (library != null) {
      packages.add(library);
    }
    return packages.toArray(new String[0]);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"identity,", "config,", "token, com.nimbusds..", "sts,", "session, jdk.jfr.."})
  void aRoomKnowsTheValuesAndItsOwnOutsideAlone(String room, String library) {
    noClasses()
        .that(resideInAPackage("dev.irsa." + room))
        .should()
        .dependOnClassesThat(not(resideInAnyPackage(allowed(room, library))))
        .check(CORE);
  }

  @Test
  void whatServesTheAdaptersUsesTheFrontDoorAndNothingUsesIt() {
    noClasses()
        .that(resideInAPackage("dev.irsa.adapter"))
        .should()
        .dependOnClassesThat(
            not(resideInAnyPackage(allowed("adapter", "dev.irsa")))
                .and(not(resideInAPackage("dev.irsa.session"))))
        .check(CORE);
    noClasses()
        .that(not(resideInAPackage("dev.irsa.adapter")))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.irsa.adapter"))
        .check(CORE);
  }

  @Test
  void nimbusIsBehindOneClass() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.irsa.token.JwtClaims")
        .should()
        .dependOnClassesThat(resideInAPackage("com.nimbusds.."))
        .check(CORE);
  }

  @Test
  void noMethodIsSynchronized() {
    noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(CORE);
  }

  @Test
  void noBlockIsSynchronized() throws IOException {
    List<String> monitors = new ArrayList<>();
    int scanned = 0;
    try (Stream<Path> files = Files.walk(COMPILED)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        scanned++;
        new ClassReader(Files.readAllBytes(file)).accept(new MonitorSearch(file, monitors), 0);
      }
    }

    assertTrue(scanned > 30, () -> "no classes in " + COMPILED.toAbsolutePath());
    assertEquals(List.of(), monitors);
  }

  @Test
  void atMostSixteenTypesAreExported() {
    List<String> exported =
        CORE.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> type.isTopLevelClass())
            .filter(
                type ->
                    type.getPackageName().equals("dev.irsa")
                        || type.getPackageName().equals("dev.irsa.identity"))
            .map(type -> type.getName())
            .sorted()
            .toList();

    assertFalse(exported.isEmpty());
    assertTrue(exported.size() <= 16, exported::toString);
  }

  private static final class MonitorSearch extends ClassVisitor {
    private final Path file;
    private final List<String> monitors;

    MonitorSearch(Path file, List<String> monitors) {
      super(Opcodes.ASM9);
      this.file = file;
      this.monitors = monitors;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitInsn(int opcode) {
          if (opcode == Opcodes.MONITORENTER) {
            monitors.add(file + " " + name);
          }
        }
      };
    }
  }
}
