package dev.irsa.simulation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;

/** Creates virtual threads if the JDK supports them, otherwise platform threads. */
public final class AnyThreads {

  public static final boolean VIRTUAL = Runtime.version().feature() >= 21;

  private AnyThreads() {}

  public static ThreadFactory virtualIfThereAre() {
    return VIRTUAL ? AnyThreads::startVirtual : Thread::new;
  }

  private static Thread startVirtual(Runnable work) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
      MethodHandle make =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
      MethodHandle unstarted =
          lookup.findVirtual(
              builder, "unstarted", MethodType.methodType(Thread.class, Runnable.class));
      return (Thread) unstarted.invoke(make.invoke(), work);
    } catch (Throwable missing) {
      throw new AssertionError("this JDK should have virtual threads", missing);
    }
  }
}
