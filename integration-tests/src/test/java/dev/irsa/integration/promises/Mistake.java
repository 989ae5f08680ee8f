package dev.irsa.integration.promises;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** What {@link PlantedDefect}s do; each class is woven into a method of the product. */
@SuppressWarnings({"UnusedVariable", "ParameterCanBeFinal"}) // Assigned for the product to return.
public final class Mistake {

  /** For the product. */
  public static final Executor AT_ONCE = Runnable::run;

  private static final AtomicInteger TIMES = new AtomicInteger();

  private Mistake() {}

  /** For the product, whenever it makes a mistake. */
  public static void made() {
    TIMES.incrementAndGet();
  }

  /** Returns how many were made since the last time that this was asked. */
  static int times() {
    return TIMES.getAndSet(0);
  }

  /** For the product: calls a method of its own that only it may call. */
  public static Object call(Object target, String method, Object... arguments) {
    for (Class<?> type = target instanceof Class<?> c ? c : target.getClass();
        type != null;
        type = type.getSuperclass()) {
      Method found =
          Stream.of(type.getDeclaredMethods())
              .filter(each -> each.getName().equals(method))
              .findFirst()
              .orElse(null);
      if (found != null) {
        return invoke(found, target, arguments);
      }
    }
    throw new IllegalStateException(target + " has no method " + method);
  }

  private static Object invoke(Method method, Object target, Object... arguments) {
    try {
      method.setAccessible(true);
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw Mistake.<RuntimeException>sneaky(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T sneaky(Throwable cause) throws T {
    throw (T) cause;
  }

  static final class NotDone {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter() {
      made();
      return true;
    }
  }

  static final class OnTheCommonPool {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(0) Runnable task) {
      made();
      ForkJoinPool.commonPool().execute(task);
      return true;
    }
  }

  static final class FirstConstant {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned) {
      made();
      returned = returned.getClass().getEnumConstants()[0];
    }
  }

  static final class BackoffForgotten {
    @Advice.OnMethodExit
    static void exit(
        @Advice.FieldValue(value = "backoff", typing = Assigner.Typing.DYNAMIC) Object backoff) {
      made();
      call(backoff, "clear");
    }
  }

  static final class Zero {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) long returned) {
      made();
      returned = 0;
    }
  }

  static final class GivenZero {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 0, readOnly = false) long given) {
      made();
      given = 0;
    }
  }

  static final class PlacesOfListeners {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Return(readOnly = false) Executor returned,
        @Advice.FieldValue(value = "listeners", typing = Assigner.Typing.DYNAMIC)
            Object listeners) {
      made();
      returned = (Executor) listeners;
    }
  }

  static final class ProblemsOfAll {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned,
        @Advice.FieldValue("problems") java.util.List<?> problems) {
      made();
      returned = problems;
    }
  }

  static final class OnThisThread {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) Executor returned) {
      made();
      returned = AT_ONCE;
    }
  }

  static final class Taken {
    @Advice.OnMethodExit
    static void exit(
        @Advice.This Object handle,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned) {
      made();
      returned = call(call(handle, "hold"), "cache");
    }
  }

  static final class ReadHere {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Object enter(
        @Advice.Origin Class<?> reader,
        @Advice.Argument(0) Object path,
        @Advice.FieldValue(value = "opening", typing = Assigner.Typing.DYNAMIC) Object opening)
        throws ClassNotFoundException {
      made();
      Class<?> snapshot =
          Class.forName(reader.getPackageName() + ".FileSnapshot", true, reader.getClassLoader());
      return call(snapshot, "of", path, opening);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter Object read,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned) {
      returned = read;
    }
  }

  static final class Lost {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(1) Runnable completion) {
      made();
      try {
        completion.run();
      } catch (RuntimeException | Error lost) {
        // In a future that nobody looks at.
      }
      return true;
    }
  }
}
