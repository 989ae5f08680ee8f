package dev.irsa.fake;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A first call of a process, made at each depth of a stack at which it overflows, the deepest
 * first.
 */
public final class ColdCall implements Runnable {

  /** So many calls in a row that do not overflow are the last ones of interest. */
  private static final int CALM = 20;

  private final Callable<? extends @Nullable Object> call;
  private int calm;

  private ColdCall(Callable<? extends @Nullable Object> call) {
    this.call = call;
  }

  /** Makes the call on a thread of its own. What it returns or throws does not matter. */
  public static void play(Callable<? extends @Nullable Object> call) throws Exception {
    // As in any application, the class loader has opened its jars and defined a package.
    var unused = ColdCall.class.getClassLoader().getResource("absent");
    unused = Class.forName("org.slf4j.event.Level").getResource("absent");
    Thread deep = new Thread(null, new ColdCall(call), "deep", 1 << 19);
    deep.start();
    deep.join();
  }

  /**
   * Lets a process of its own play a first call in a pod.
   *
   * @param main plays it, and then all calls; prints {@code everybody was served}
   * @param call the name of the call
   */
  public static void playAlone(Class<?> main, Enum<?> call, Path folder) throws Exception {
    try (ScriptedServer sts =
        ScriptedServer.plain(
            connection -> {
              boolean isChained = connection.readRequest().contains("Action=AssumeRole&");
              String issued = StsResponses.anHour();
              connection.answer(200, isChained ? issued.replace("WithWebIdentity", "") : issued);
            })) {
      String output =
          ForkedJava.run(main.getName(), List.of("-XX:+UseSerialGC"), sts.pod(folder), call.name());

      assertTrue(output.contains("everybody was served"), output);
    }
  }

  @Override
  public void run() {
    descend();
  }

  @SuppressWarnings("InfiniteRecursion") // It ends with the stack.
  private void descend() {
    try {
      descend();
    } catch (StackOverflowError end) {
      // From here on there is ever more room.
    }
    if (calm++ < CALM) {
      try {
        var unused = call.call();
      } catch (Throwable failure) {
        // The caller's own fault, or what it asked for.
        calm = isFull(failure) ? 0 : calm;
      }
    }
  }

  private static boolean isFull(Throwable failure) {
    return failure instanceof StackOverflowError
        || (failure.getCause() != null && isFull(failure.getCause()));
  }
}
