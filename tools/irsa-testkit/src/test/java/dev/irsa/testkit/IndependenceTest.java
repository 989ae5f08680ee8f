package dev.irsa.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class IndependenceTest {

  @Test
  void testkitDoesNotDependOnTheLibraryUnderTest() {
    var testkit =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.irsa.testkit");
    var library =
        DescribedPredicate.<JavaClass>describe(
            "of dev.irsa outside of the testkit and its policies",
            type ->
                (type.getPackageName() + ".").startsWith("dev.irsa.")
                    && !(type.getPackageName() + ".").startsWith("dev.irsa.testkit.")
                    && !type.getPackageName().equals("dev.irsa.policy"));

    noClasses().should().dependOnClassesThat(library).check(testkit);
  }
}
