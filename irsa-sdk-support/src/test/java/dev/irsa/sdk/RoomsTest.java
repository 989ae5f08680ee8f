package dev.irsa.sdk;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what the packages of this module use: nothing of each other, and nothing of an SDK. */
final class RoomsTest {

  private static final JavaClasses SUPPORT =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @ParameterizedTest
  @ValueSource(strings = {"dev.irsa.sdk", "dev.irsa.internal.adapter", "dev.irsa.internal.guard"})
  void aPackageDependsOnTheCoreOnly(String room) {
    noClasses()
        .that(resideInAPackage(room))
        .should()
        .dependOnClassesThat(
            not(
                resideInAnyPackage(
                    room,
                    "java..",
                    "org.jspecify..",
                    "org.slf4j..",
                    "dev.irsa",
                    "dev.irsa.credentials",
                    "dev.irsa.internal.concurrent",
                    "dev.irsa.internal.config",
                    "dev.irsa.internal.session")))
        .check(SUPPORT);
  }
}
