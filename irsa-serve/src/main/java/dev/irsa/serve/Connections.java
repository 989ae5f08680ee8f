package dev.irsa.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Accepts connections and handles one request of each, at most eight at a time. Further ones wait
 * in the system. Thread-safe.
 */
final class Connections implements AutoCloseable {

  private static final int MOST = 8;
  private static final int MOST_LISTENERS = 2;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration END = Duration.ofSeconds(2);

  private final RequestRules rules;
  private final Duration requestBound;
  private final ExecutorService threads = threads();
  private final Semaphore places = new Semaphore(MOST);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  Connections(RequestRules rules, Duration requestBound) {
    this.rules = rules;
    this.requestBound = requestBound;
  }

  private static ExecutorService threads() {
    int most = MOST + MOST_LISTENERS;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new Daemons());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Starts to accept connections, until the listener is closed. */
  void accept(ServerSocket listener) {
    threads.execute(() -> acceptAll(listener));
  }

  private void acceptAll(ServerSocket listener) {
    while (!listener.isClosed()) {
      try {
        start(listener.accept());
      } catch (IOException e) {
        // Closed, or out of file descriptors: then a pause, since the next accept fails as fast.
        if (!listener.isClosed()) {
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void start(Socket socket) throws IOException, InterruptedException {
    open.add(socket);
    try {
      places.acquire();
    } catch (InterruptedException e) {
      end(socket);
      throw e;
    }
    try {
      threads.execute(() -> handle(socket));
    } catch (RejectedExecutionException | OutOfMemoryError cannotStartThread) {
      places.release();
      end(socket);
    }
  }

  private void handle(Socket socket) {
    try {
      if (!threads.isShutdown()) {
        exchange(socket);
      }
    } catch (IOException e) {
      // The client is gone, or the server was closed.
    } finally {
      end(socket);
      places.release();
    }
  }

  private void exchange(Socket socket) throws IOException {
    String ownAuthority =
        LoopbackListeners.authority((InetSocketAddress) socket.getLocalSocketAddress());
    RequestInput input = new RequestInput(socket, requestBound, System::nanoTime);
    Reply reply;
    try {
      reply = rules.reply(RequestHead.parse(input.readHead()), ownAuthority);
    } catch (RefusedException refused) {
      reply = refused.reply();
    }
    socket.getOutputStream().write(reply.bytes());
    if (!reply.isSuccess()) {
      // What was not read yet would make the system discard the reply.
      socket.shutdownOutput();
      input.drain();
    }
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  /** Ends all connections, and waits for the threads: until then the port stays in use. */
  @Override
  public void close() {
    threads.shutdownNow();
    open.forEach(this::end);
    try {
      boolean unused = threads.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Daemons implements ThreadFactory {
    private final AtomicInteger number = new AtomicInteger();

    @Override
    public Thread newThread(Runnable work) {
      Thread thread = new Thread(work, "irsa-serve-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }
}
