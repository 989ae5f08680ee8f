package dev.irsa.doctor;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Evidence does not know the checks, and the checks do not use the network by themselves. */
class DoctorRoomsTest {

  private static final JavaClasses DOCTOR =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void evidenceDoesNotDependOnChecks() {
    noClasses()
        .that(resideInAPackage("dev.irsa.doctor.internal.."))
        .and()
        .resideOutsideOfPackage("dev.irsa.doctor.internal.check")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.irsa.doctor.internal.check"))
        .check(DOCTOR);
  }

  @Test
  void checksJudgeOnlyWhatTheEvidenceContains() {
    noClasses()
        .that()
        .haveNameMatching(".*Checks?")
        .and(resideInAPackage("dev.irsa.doctor.internal.check"))
        .should()
        .dependOnClassesThat()
        .haveSimpleName("StagedCall")
        .check(DOCTOR);
    classes()
        .that()
        .haveNameMatching(".*Checks?")
        .and(resideInAPackage("dev.irsa.doctor.internal.check"))
        .should()
        .haveOnlyFinalFields()
        .check(DOCTOR);
  }
}
