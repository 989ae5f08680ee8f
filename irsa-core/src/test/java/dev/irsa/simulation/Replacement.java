package dev.irsa.simulation;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * What a method of the library does instead of what it says. The method is given by a reference, so
 * that the compiler checks it and a rename renames it. While the replacement runs, the method is
 * the original one, so the replacement can call it.
 */
@SuppressWarnings("unchecked") // The arguments are those of the method.
public final class Replacement {

  /** A method that returns something. The receiver is the first argument, if there is one. */
  public interface Function1<A, R> extends Serializable {
    R apply(A a) throws Exception;
  }

  public interface Function2<A, B, R> extends Serializable {
    R apply(A a, B b) throws Exception;
  }

  public interface Function3<A, B, C, R> extends Serializable {
    R apply(A a, B b, C c) throws Exception;
  }

  public interface Function4<A, B, C, D, R> extends Serializable {
    R apply(A a, B b, C c, D d) throws Exception;
  }

  /** A method that returns nothing. */
  public interface Procedure1<A> extends Serializable {
    void accept(A a) throws Exception;
  }

  public interface Procedure2<A, B> extends Serializable {
    void accept(A a, B b) throws Exception;
  }

  public interface Procedure3<A, B, C> extends Serializable {
    void accept(A a, B b, C c) throws Exception;
  }

  public interface Procedure4<A, B, C, D> extends Serializable {
    void accept(A a, B b, C c, D d) throws Exception;
  }

  /** By name of the method, in this version of the library. */
  private static final Map<String, Replacement> PLANTED = new ConcurrentHashMap<>();

  private final SerializedLambda method;
  private final Function1<Object[], @Nullable Object> body;
  private final ThreadLocal<Boolean> isRunning = ThreadLocal.withInitial(() -> false);

  private Replacement(Serializable method, Function1<Object[], @Nullable Object> body) {
    this.method = described(method);
    this.body = body;
  }

  public static <A, R> Replacement function(Function1<A, R> method, Function1<A, R> by) {
    return new Replacement(method, all -> by.apply((A) all[0]));
  }

  public static <A, B, R> Replacement function(Function2<A, B, R> method, Function2<A, B, R> by) {
    return new Replacement(method, all -> by.apply((A) all[0], (B) all[1]));
  }

  public static <A, B, C, R> Replacement function(
      Function3<A, B, C, R> method, Function3<A, B, C, R> by) {
    return new Replacement(method, all -> by.apply((A) all[0], (B) all[1], (C) all[2]));
  }

  public static <A, B, C, D, R> Replacement function(
      Function4<A, B, C, D, R> method, Function4<A, B, C, D, R> by) {
    return new Replacement(method, all -> by.apply((A) all[0], (B) all[1], (C) all[2], (D) all[3]));
  }

  public static <A> Replacement procedure(Procedure1<A> method, Procedure1<A> by) {
    return effect(method, all -> by.accept((A) all[0]));
  }

  public static <A, B> Replacement procedure(Procedure2<A, B> method, Procedure2<A, B> by) {
    return effect(method, all -> by.accept((A) all[0], (B) all[1]));
  }

  public static <A, B, C> Replacement procedure(
      Procedure3<A, B, C> method, Procedure3<A, B, C> by) {
    return effect(method, all -> by.accept((A) all[0], (B) all[1], (C) all[2]));
  }

  public static <A, B, C, D> Replacement procedure(
      Procedure4<A, B, C, D> method, Procedure4<A, B, C, D> by) {
    return effect(method, all -> by.accept((A) all[0], (B) all[1], (C) all[2], (D) all[3]));
  }

  private static Replacement effect(Serializable method, Procedure1<Object[]> by) {
    return new Replacement(
        method,
        all -> {
          by.accept(all);
          return null;
        });
  }

  private static SerializedLambda described(Serializable method) {
    try {
      Method describes = method.getClass().getDeclaredMethod("writeReplace");
      describes.setAccessible(true);
      return (SerializedLambda) describes.invoke(method);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("not a method reference", e);
    }
  }

  /** Returns the name of the class whose method is replaced. */
  String type() {
    return method.getImplClass().replace('/', '.');
  }

  /** Returns the name and the descriptor of the method. */
  String signature() {
    return method.getImplMethodName() + method.getImplMethodSignature();
  }

  /** Takes effect in this version of the library, whose class calls {@link #result}. */
  void plant() {
    PLANTED.put(type() + "." + signature(), this);
  }

  /**
   * Returns what a method returns instead, or null if the original one runs. Called by the changed
   * methods.
   *
   * @param self null for a static method
   */
  public static @Nullable Object @Nullable [] result(
      String method, @Nullable Object self, Object[] arguments) throws Exception {
    Replacement planted = PLANTED.get(method);
    if (planted == null || planted.isRunning.get()) {
      return null;
    }
    planted.isRunning.set(true);
    try {
      return new Object[] {planted.body.apply(self == null ? arguments : with(self, arguments))};
    } finally {
      planted.isRunning.set(false);
    }
  }

  private static Object[] with(Object self, Object[] arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = self;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }

  /** Copied into each changed method, around its own code. */
  static final class Detour {

    private Detour() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static @Nullable Object @Nullable [] enter(
        @Advice.Origin("#t.#m#d") String method,
        @Advice.This(optional = true) @Nullable Object self,
        @Advice.AllArguments Object[] arguments)
        throws Exception {
      return result(method, self, arguments);
    }

    @Advice.OnMethodExit
    @SuppressWarnings({"ParameterReassignment", "UnusedVariable", "unused"})
    static void exit(
        @Advice.Enter @Nullable Object @Nullable [] instead,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC)
            @Nullable Object returned) {
      if (instead != null) {
        returned = instead[0];
      }
    }
  }

  /** Methods of the library that are replaced together: a constant of an enum. */
  public interface Change {
    String name();

    List<Replacement> replacements();
  }
}
