package dev.irsa.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeHint;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What a native image keeps of Spring Boot's types. */
final class BootstrapHintsTest {

  @Test
  void theMethodsThatAnImportInvokesByNameAreKept() throws Exception {
    RuntimeHints hints = new RuntimeHints();
    List<RuntimeHintsRegistrar> ours =
        SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
            .load(RuntimeHintsRegistrar.class)
            .stream()
            .filter(each -> each instanceof BootstrapHints)
            .toList();
    assertEquals(1, ours.size());
    ours.get(0).registerHints(hints, getClass().getClassLoader());

    Class<?> context = Bootstrap.type();
    Class<?> closed = Class.forName(context.getPackageName() + ".BootstrapContextClosedEvent");
    for (Class<?> type :
        List.of(ConfigDataLocationResolverContext.class, context, closed, IrsaProperties.class)) {
      TypeHint hint = hints.reflection().getTypeHint(type);
      assertNotNull(hint, type::toString);
      assertTrue(hint.getMemberCategories().contains(MemberCategory.INVOKE_PUBLIC_METHODS));
    }
  }
}
