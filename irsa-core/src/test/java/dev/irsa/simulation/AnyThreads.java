package dev.irsa.simulation;

import java.util.concurrent.ThreadFactory;

/** Creates virtual threads if the JDK supports them, otherwise platform threads. */
public final class AnyThreads {

  public static final boolean VIRTUAL = Runtime.version().feature() >= 21;

  private AnyThreads() {}

  public static ThreadFactory virtualIfThereAre() {
    if (!VIRTUAL) {
      return Thread::new;
    }
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return (ThreadFactory)
          Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException missing) {
      throw new LinkageError("this JDK should have virtual threads", missing);
    }
  }
}
