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
 * Reads files within a time limit, each on a thread of its own. If a pipe replaces the file between
 * the check and the opening, opening it blocks until a process writes to it, and Java can neither
 * open it without blocking nor interrupt that. A file system can hang in the same way. In these
 * cases the caller gets an exception and the thread is left behind, possibly forever; at most
 * {@value #MAX_THREADS} threads exist at a time. Thread-safe.
 */
final class TokenFileReader {

  static final int MAX_THREADS = 16;

  /** The maximum time for a read. A token file is small and usually in memory. */
  static final Duration MAX_TIME = Duration.ofSeconds(2);

  private static final int FILE_TYPE_MASK = 0xF000;
  private static final int FIFO = 0x1000;

  private final FileOpener opening;
  private final Semaphore threads = new Semaphore(MAX_THREADS);

  TokenFileReader(FileOpener opening) {
    this.opening = opening;
  }

  /**
   * Reads a regular file. Follows symbolic links.
   *
   * @param bound the maximum time to wait; limited to two seconds
   * @throws FileReadTimeoutException if the file could not be read in time
   */
  FileSnapshot read(Path path, Duration bound) throws IOException {
    Duration limit = bound.compareTo(MAX_TIME) < 0 ? bound : MAX_TIME;
    long end = System.nanoTime() + limit.toNanos();
    try {
      if (!threads.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new FileReadTimeoutException(
            "cannot be read: " + MAX_THREADS + " earlier reads still hang");
      }
      FutureTask<FileSnapshot> task = new FutureTask<>(new Reading(path));
      start(task);
      return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      freeReadersOf(path);
      throw new FileReadTimeoutException(
          "could not be opened and read within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException exception
          ? exception
          : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(null, task, "irsa-token-reader", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(TokenFileReader.class.getClassLoader());
    try {
      thread.start();
    } catch (Error unstarted) {
      // No thread is available. Reading on this thread is better than not reading at all.
      task.run();
    }
  }

  /**
   * Opens a pipe for writing, so that its readers reach the end. Usually not permitted if another
   * user owns the pipe. Opening it for reading as well does not block (Linux, fifo(7)).
   */
  private static void freeReadersOf(Path path) {
    try {
      if (((Integer) Files.getAttribute(path, "unix:mode") & FILE_TYPE_MASK) == FIFO) {
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
      }
    } catch (IOException | RuntimeException notPermitted) {
      // The readers remain blocked.
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
