package dev.irsa.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** A timer whose thread cannot be started while threads are unavailable. */
public class ThreadlessTimer implements InvocationHandler {

  private final ScheduledExecutorService timer;
  public boolean noThreads = true;

  public ThreadlessTimer(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** Returns the timer. */
  public ScheduledExecutorService get() {
    Class<?>[] types = {ScheduledExecutorService.class};
    return (ScheduledExecutorService)
        Proxy.newProxyInstance(ThreadlessTimer.class.getClassLoader(), types, this);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().startsWith("schedule")) {
      needThread();
    }
    try {
      return method.invoke(timer, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }

  /** Throws if there is no thread. */
  protected void needThread() {
    if (noThreads) {
      throw SimulatedFailures.noThread();
    }
  }
}
