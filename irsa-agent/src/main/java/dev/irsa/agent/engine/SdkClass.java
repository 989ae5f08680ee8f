package dev.irsa.agent.engine;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.pool.TypePool;

/**
 * A class of an SDK that is about to be loaded.
 *
 * @param type its description
 * @param locator finds it, the classes that it refers to, and those of the agent
 */
record SdkClass(TypeDescription type, ClassFileLocator locator) {

  static SdkClass of(String name, ClassLoader loader, byte[] bytes) {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(name, bytes),
            ClassFileLocator.ForClassLoader.of(loader),
            ClassFileLocator.ForClassLoader.of(SdkClass.class.getClassLoader()));
    return new SdkClass(TypePool.Default.of(locator).describe(name).resolve(), locator);
  }

  /** Returns the class file with a replacement. */
  byte[] with(Replacement replacement) {
    return new ByteBuddy()
        .with(TypeValidation.DISABLED)
        .decorate(type, locator)
        .visit(replacement.visitor(locator))
        .make()
        .getBytes();
  }
}
