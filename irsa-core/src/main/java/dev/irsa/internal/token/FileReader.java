package dev.irsa.internal.token;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads files within a bound, each on a thread of its own. A pipe that takes a file's place between
 * the look at it and its opening blocks whoever opens it until somebody writes, and Java can
 * neither open without blocking nor end that; a file system can hang likewise. Who waits here gives
 * up, and the thread stays behind, if need be for ever: of those there are {@value #MOST} at most.
 * Thread-safe.
 */
final class FileReader {

  static final int MOST = 16;

  /** A token file is small and lies in memory. */
  static final Duration LONGEST = Duration.ofSeconds(2);

  private static final int TYPE = 0xF000;
  private static final int PIPE = 0x1000;

  private final Opening opening;
  private final Semaphore threads = new Semaphore(MOST);

  FileReader(Opening opening) {
    this.opening = opening;
  }

  /**
   * Reads a regular file, links followed.
   *
   * @param bound the longest that it may take; never more than two seconds
   * @throws FileHangsException when that was not enough
   */
  FileSnapshot read(Path path, Duration bound) throws IOException {
    Duration longest = bound.compareTo(LONGEST) < 0 ? bound : LONGEST;
    long end = System.nanoTime() + longest.toNanos();
    try {
      if (!threads.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new FileHangsException("cannot be read: " + MOST + " earlier reads still hang");
      }
      FutureTask<FileSnapshot> task = new FutureTask<>(new Reading(path));
      start(task);
      return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      freeReadersOf(path);
      throw new FileHangsException(
          "could not be opened and read within " + longest.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException fault ? fault : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(null, task, "irsa-token-reader", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(FileReader.class.getClassLoader());
    try {
      thread.start();
    } catch (Error unstarted) {
      // No thread is to be had: better here than not at all.
      task.run();
    }
  }

  /**
   * Gives a pipe a writer for an instant, so that its readers come to its end; not permitted, as a
   * rule, where others own it. Opened for reading too it does not block (Linux, fifo(7)).
   */
  private static void freeReadersOf(Path path) {
    try {
      if (((Integer) Files.getAttribute(path, "unix:mode") & TYPE) == PIPE) {
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
      }
    } catch (IOException | RuntimeException notPermitted) {
      // They stay.
    }
  }

  private final class Reading implements Callable<FileSnapshot> {
    private final Path path;

    Reading(Path path) {
      this.path = path;
    }

    @Override
    public FileSnapshot call() throws IOException {
      try {
        return FileSnapshot.of(path, opening);
      } finally {
        threads.release();
      }
    }
  }
}
