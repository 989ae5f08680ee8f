package dev.irsa.integration.promises;

import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/**
 * A method of the product that does something else in a history.
 *
 * @param type the class that has the method
 * @param method its name, which no other method of the class has
 * @param advice what it does before, after, or in place of its own
 */
record Change(String type, String method, Class<?> advice) {

  /** Returns the changed class; fails when the method is not what it was. */
  byte[] applyTo(byte[] original, ClassLoader others) {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(type, original), ClassFileLocator.ForClassLoader.of(others));
    TypeDescription found = TypePool.Default.of(locator).describe(type).resolve();
    var chosen = named(method).and(not(isBridge()));
    int methods = found.getDeclaredMethods().filter(chosen).size();
    if (methods != 1) {
      throw new IllegalStateException(
          type + " has " + methods + " methods " + method + ": correct Accident");
    }
    return new ByteBuddy()
        .redefine(found, locator)
        .visit(Advice.to(advice).on(chosen))
        .make()
        .getBytes();
  }
}
