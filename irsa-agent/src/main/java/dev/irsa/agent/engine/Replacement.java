package dev.irsa.agent.engine;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.named;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * What replaces a method of an SDK. Immutable.
 *
 * @param method the name of the only method that is replaced, or null if it is the constructors
 * @param advice its code is copied into the method
 * @param message the text of {@link Message} in the advice, or null if it has none
 * @param field the field that the advice uses, or null
 * @param constructor its code is copied to the end of each constructor, or null
 */
record Replacement(
    @Nullable String method,
    Class<?> advice,
    @Nullable String message,
    @Nullable String field,
    @Nullable Class<?> constructor) {

  static Replacement method(String name, Class<?> advice) {
    return new Replacement(name, advice, null, null, null);
  }

  static Replacement constructor(String field, Class<?> advice) {
    return new Replacement(null, advice, null, field, null);
  }

  static Replacement closed(String name, Class<?> advice, String message) {
    return new Replacement(name, advice, message, null, null);
  }

  Replacement connectedBy(String usedField, Class<?> constructorAdvice) {
    return new Replacement(method, advice, message, usedField, constructorAdvice);
  }

  /** Returns in what a class differs from what is known of it, or null. */
  @Nullable String problem(TypeDescription type) {
    if (field != null && type.getDeclaredFields().filter(named(field)).size() != 1) {
      return type.getName() + " lacks the field " + field;
    }
    return method != null && type.getDeclaredMethods().filter(replaced()).size() != 1
        ? type.getName() + " lacks the method " + method
        : null;
  }

  /**
   * Returns what changes a class of the SDK.
   *
   * @param types finds the advice, and the types of the SDK that it uses, without loading them
   */
  AsmVisitorWrapper visitor(ClassFileLocator types) {
    TypePool pool = TypePool.Default.of(types);
    Advice.WithCustomMapping mapping = Advice.withCustomMapping();
    if (message != null) {
      mapping = mapping.bind(Message.class, message);
    }
    AsmVisitorWrapper visitor = mapping.to(described(advice, pool), types).on(replaced());
    return constructor == null
        ? visitor
        : new AsmVisitorWrapper.Compound(
            visitor, Advice.to(described(constructor, pool), types).on(isConstructor()));
  }

  private static TypeDescription described(Class<?> type, TypePool pool) {
    return pool.describe(type.getName()).resolve();
  }

  private ElementMatcher<MethodDescription> replaced() {
    // Bridges have the same name.
    return method == null
        ? isConstructor()
        : isMethod().and(named(method)).and(each -> !each.isBridge());
  }
}
