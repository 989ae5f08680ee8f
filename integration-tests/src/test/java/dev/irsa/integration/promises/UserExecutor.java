package dev.irsa.integration.promises;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** An executor that a user gives, in its moods. */
final class UserExecutor implements Executor {

  enum Mood {
    RUNS,
    ON_THE_CALLER,
    SLOW,
    REJECTS,
    BLOCKS;

    /** Whether exchanges come through. */
    boolean isWell() {
      return this != REJECTS && this != BLOCKS;
    }
  }

  private final Turnstile turnstile;
  private volatile Mood mood = Mood.RUNS;

  UserExecutor(Turnstile turnstile) {
    this.turnstile = turnstile;
  }

  void be(Mood other) {
    if (mood == Mood.BLOCKS) {
      turnstile.free();
    }
    mood = other;
    if (other == Mood.BLOCKS) {
      turnstile.block();
    }
  }

  Mood mood() {
    return mood;
  }

  @Override
  public void execute(Runnable task) {
    switch (mood) {
      case RUNS -> start(task);
      case ON_THE_CALLER -> task.run();
      case SLOW ->
          start(
              () -> {
                pause();
                task.run();
              });
      case REJECTS -> throw new RejectedExecutionException("the application's pool is full");
      case BLOCKS -> {
        turnstile.pass();
        start(task);
      }
    }
  }

  private static void pause() {
    try {
      boolean unused = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "app-executor");
    thread.setDaemon(true);
    thread.start();
  }
}
