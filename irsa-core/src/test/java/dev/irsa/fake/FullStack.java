package dev.irsa.fake;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.WebIdentityExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls the library from threads whose stack is full, at each depth at which it overflows, and asks
 * afterwards whether everybody else is served. For a process of its own, which ends with the first
 * hang.
 */
public final class FullStack implements AutoCloseable {

  private static final String SERVED = "everybody was served";

  public static final String ROLE = "arn:aws:iam::111122223333:role/cart";

  /** The deadline of others, who get credentials long before it. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** The deadline of those whose stack is full, who may have to wait for it. */
  private static final Duration SHORT_DEADLINE = Duration.ofMillis(100);

  /** How many seconds all that others do may take together on a busy machine. */
  private static final long PATIENCE = 20;

  /** After so many calls a method is compiled. */
  private static final int COMPILED = 20_000;

  /** After so many calls that had to wait, others are asked. */
  private static final int MOST_WAITS = 4;

  /** So many depths in a row without an overflow are the last ones of interest. */
  private static final int ENOUGH = 40;

  /** So many of them are tried at least. */
  private static final int FEWEST = 3;

  /** What is tried. */
  public enum Extent {
    /** Each depth. */
    EACH_DEPTH(1),
    /** Every second depth. */
    EACH_SECOND_DEPTH(2),
    /** A depth of 24, for half of the methods. */
    FIRST_HALF(24),
    /** A depth of 24 for the other half. */
    SECOND_HALF(24);

    private final int step;

    Extent(int step) {
      this.step = step;
    }
  }

  /**
   * Something that an application holds, with the call that is made on the full stack.
   *
   * @param call the call
   * @param asked asks for credentials of the same object
   * @param end closes it
   */
  public record Use(
      Callable<@Nullable Object> call,
      Supplier<? extends CompletableFuture<?>> asked,
      Runnable end) {}

  private final Extent extent;
  private final Path token = Files.createTempFile("token", ".jwt");
  private final ScriptedServer sts = ScriptedServer.plain(FullStack::answer);
  private final ExecutorService others =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "other");
            thread.setDaemon(true);
            return thread;
          });
  private final WebIdentityExchange client = (request, bound) -> issued();
  private final AtomicInteger pods = new AtomicInteger();
  private final IrsaCredentials open;
  private int methods;
  private int doors;
  private int overflows;

  private FullStack(Extent extent) throws IOException {
    this.extent = extent;
    Files.writeString(token, StsResponses.TOKEN);
    // The library's threads go on as long as there is a handle.
    open = handle(DEADLINE);
    var unused = open.credentials();
    // What is compiled needs less of the stack than what is not.
    for (int call = 0; call < COMPILED; call++) {
      var unusedToo = open.status();
    }
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace(System.out);
          end("a full stack " + thread.getName() + " ended");
        });
  }

  /**
   * Runs a class in a process of its own, and returns how much was tried.
   *
   * @param mode an option of the JVM: whether it compiles
   */
  public static String run(Class<?> main, String mode, Extent extent) throws Exception {
    String output =
        ForkedJava.run(main.getName(), List.of("-XX:+UseSerialGC", mode), Map.of(), extent.name());
    return output
        .lines()
        .filter(line -> line.contains(SERVED))
        .map(line -> main.getName() + " " + mode + ": " + line)
        .findFirst()
        .orElseThrow(() -> new AssertionError(output));
  }

  /** Starts what the library calls, in that process. */
  public static FullStack of(String[] arguments) throws IOException {
    return new FullStack(Extent.valueOf(arguments[0]));
  }

  private static void answer(ScriptedServer.Connection connection) throws IOException {
    connection.readRequest();
    connection.answer(
        200, StsResponses.anHour().replace("AssumeRoleWithWebIdentity", "AssumeRole"));
  }

  private static WebIdentityExchange.Response issued() {
    return WebIdentityExchange.Response.of(
        SessionCredentials.of(
                "ASIAEXAMPLE", "secret", "token", Instant.now().plus(Duration.ofHours(1)))
            .withAccountId("111122223333"));
  }

  /** Returns the number of the next pod, which shares neither a session nor a limit. */
  private int nextPod() {
    return pods.incrementAndGet();
  }

  /** Returns the settings of a pod of its own, whose callers do not wait for long. */
  public Consumer<IrsaCredentials.Builder> settings() {
    return settings(SHORT_DEADLINE);
  }

  private Consumer<IrsaCredentials.Builder> settings(Duration deadline) {
    int number = nextPod();
    URI endpoint = sts.uri().resolve("/pod-" + number);
    return core ->
        core.environment(Map.of())
            .roleArn(ROLE)
            .roleSessionName("pod-" + number)
            .webIdentityTokenFile(token)
            .region("eu-west-1")
            .endpointOverride(endpoint)
            .webIdentityExchange(client)
            .deadline(deadline);
  }

  /** Returns a handle of a pod of its own. */
  public IrsaCredentials handle() {
    return handle(SHORT_DEADLINE);
  }

  private IrsaCredentials handle(Duration deadline) {
    IrsaCredentials.Builder builder = IrsaCredentials.builder();
    settings(deadline).accept(builder);
    return builder.build();
  }

  /** Returns another role for a view. */
  public static RoleRequest role(int number) {
    return RoleRequest.of("arn:aws:iam::111122223333:role/app-" + number);
  }

  /**
   * Makes the calls of a method of one kind of object, without credentials and with them; another
   * kind for the next method.
   *
   * @param doors open what is called at one depth, by name
   */
  public void play(Map<String, Supplier<Use>> doors) throws Exception {
    List<Map.Entry<String, Supplier<Use>>> all = List.copyOf(doors.entrySet());
    for (int warm = 0; warm <= 1; warm++) {
      int chosen = methods + warm;
      boolean isLeftOut = extent == (chosen % 2 == 0 ? Extent.SECOND_HALF : Extent.FIRST_HALF);
      if (!isLeftOut) {
        var door = all.get(chosen % all.size());
        play(door.getKey() + (warm > 0 ? ", warm" : ", cold"), warm > 0, door.getValue());
      }
    }
    methods++;
  }

  private void play(String name, boolean isWarm, Supplier<Use> opened) throws Exception {
    boolean isExhaustive = extent.step < Extent.FIRST_HALF.step;
    Descent descent = new Descent(extent.step);
    while (!descent.isOver()) {
      List<Use> uses = Stream.generate(opened).limit(isExhaustive ? 12 : 16).toList();
      if (isWarm) {
        bounded(name + ", before", () -> join(uses));
      }
      descend(name, descent, uses);
      bounded(name, () -> othersAreServed(uses.subList(0, descent.called)));
      uses.forEach(use -> use.end().run());
    }
    overflows += descent.overflows;
    if (doors++ % 8 == 0) {
      bounded(name + ", pauses", this::pausesEnd);
    }
  }

  private static void descend(String name, Descent descent, List<Use> uses)
      throws InterruptedException {
    descent.next(uses);
    Thread deep = new Thread(null, descent, "deep", 1 << 18);
    deep.setDaemon(true);
    deep.start();
    deep.join(TimeUnit.SECONDS.toMillis(PATIENCE));
    if (deep.isAlive()) {
      end(name + ": the caller itself hangs");
    }
  }

  /** What others do: with what was called, and with new handles. */
  private Void othersAreServed(List<Use> uses) throws Exception {
    IrsaCredentials another = handle(DEADLINE);
    var unused = another.credentials();
    unused = another.forRole(role(0)).credentials();
    unused = another.chainedRole(role(0)).credentials();
    unused = another.credentialsAsync().get();
    if (!another.refresh()) {
      throw new IllegalStateException("no refresh");
    }
    another.invalidate("ASIAOTHER");
    join(uses);
    unused = open.credentials();
    var unusedToo = open.status();
    another.close();
    return null;
  }

  /** A first attempt that fails is followed by another one when a pause has ended. */
  private Void pausesEnd() {
    AtomicBoolean fails = new AtomicBoolean(true);
    IrsaCredentials.Builder builder = IrsaCredentials.builder();
    settings(DEADLINE).accept(builder);
    builder.webIdentityExchange(
        (request, bound) -> {
          if (fails.getAndSet(false)) {
            throw new UncheckedIOException(new IOException("at first"));
          }
          return issued();
        });
    try (IrsaCredentials another = builder.build()) {
      var unused = another.credentials();
    }
    return null;
  }

  /** Each gets credentials or an error of the library, within its deadline. */
  private static Void join(List<Use> uses) throws Exception {
    List<CompletableFuture<?>> asked = new ArrayList<>();
    for (Use use : uses) {
      asked.add(use.asked().get());
    }
    for (CompletableFuture<?> each : asked) {
      try {
        var unused = each.join();
      } catch (CompletionException failed) {
        if (!failed.getCause().getClass().getName().startsWith("dev.irsa.")) {
          throw failed;
        }
      }
    }
    return null;
  }

  private void bounded(String what, Callable<Void> work) throws Exception {
    FutureTask<Void> task = new FutureTask<>(work);
    others.execute(task);
    try {
      task.get(PATIENCE, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause().toString().contains("The limit of calls")) {
        // A method that discards all, again and again, uses up the calls of a minute.
        return;
      }
      failed.printStackTrace(System.out);
      end(what + ": others failed");
    } catch (TimeoutException hangs) {
      end(what + ": others hang");
    }
  }

  private static void end(String what) {
    System.out.println("After " + what);
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
      System.out.println(thread);
    }
    System.exit(1);
  }

  /** Discards all, stops what the library calls, and says how much was tried. */
  @Override
  public void close() throws Exception {
    bounded(
        "all of them",
        () -> {
          IrsaCredentials.discardAll();
          var unused = open.credentials();
          open.close();
          return pausesEnd();
        });
    sts.close();
    System.out.println(SERVED + " after " + doors + " doors with " + overflows + " overflows");
  }

  /** Overflows the stack, and makes calls in frames above the end. */
  private static final class Descent implements Runnable {
    private final int stride;
    private List<Use> uses = List.of();

    /** The first depth of this descent, counted from the end of the stack. */
    private int from;

    private int depth;
    private int called;
    private int waits;
    private int calm;
    private int overflows;

    Descent(int stride) {
      this.stride = stride;
    }

    /** Goes on where the descent before has ended. */
    void next(List<Use> next) {
      uses = next;
      from = depth;
      depth = 0;
      called = 0;
      waits = 0;
    }

    boolean isOver() {
      return calm >= Math.max(FEWEST, ENOUGH / stride);
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
      if (called < uses.size() && waits < MOST_WAITS) {
        if (depth >= from && depth % stride == 0) {
          call(uses.get(called));
        }
        depth++;
      }
    }

    private void call(Use use) {
      long before = System.nanoTime();
      called++;
      calm++;
      try {
        var unused = use.call().call();
      } catch (Throwable failure) {
        // The caller's own fault, or what it asked for.
        if (isFull(failure)) {
          calm = 0;
          overflows++;
        }
      }
      waits += System.nanoTime() - before >= SHORT_DEADLINE.toNanos() ? 1 : 0;
    }

    private static boolean isFull(Throwable failure) {
      return failure instanceof StackOverflowError
          || (failure.getCause() != null && isFull(failure.getCause()));
    }
  }
}
