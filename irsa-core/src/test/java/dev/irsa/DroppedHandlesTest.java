package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.fake.ForkedJava;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens many handles and views, and counts what is left of them in the heap. */
final class DroppedHandlesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"closed", "dropped"})
  void handlesAndTheirViewsLeaveNothing(String how) throws Exception {
    play(10_000, how);
  }

  @Test
  @Tag("deep")
  void aMillionHandlesAndViewsLeaveNothing() throws Exception {
    play(500_000, "dropped");
  }

  /** A handle that is open all the time shares its session with the others. */
  private void play(int handles, String how) throws Exception {
    String output =
        ForkedJava.run(
            Many.class.getName(),
            List.of("-XX:+UseSerialGC", "-Xmx512m"),
            Map.of(),
            TestPod.token(folder).toString(),
            Integer.toString(handles),
            how);

    assertTrue(output.contains("\nnothing is left\n"), output);
  }

  static final class Many {

    /** Handles between two collections. */
    private static final int BATCH = 2_500;

    /** Enough for the sessions of the views, and few enough to leave little. */
    private static final int WARM_UP = 8;

    /**
     * How often what is left is counted again. A collection only says which handles are garbage:
     * threads of the JVM and the loop clear up after them, and may be late.
     */
    private static final int ROUNDS = 50;

    private final Path token;
    private final boolean areClosed;

    private Many(Path token, boolean areClosed) {
      this.token = token;
      this.areClosed = areClosed;
    }

    public static void main(String[] arguments) throws Exception {
      Many many = new Many(Path.of(arguments[0]), arguments[2].equals("closed"));
      try (IrsaCredentials open = many.handle()) {
        var unused = open.credentials();
        many.play(WARM_UP);
        Heap before = Heap.now();
        many.play(Integer.parseInt(arguments[1]));
        Heap after = Heap.now();
        // At once: what is planned for each handle would run meanwhile.
        boolean isLittlePlanned = after.tasks - before.tasks < Heap.FEW_OBJECTS;
        for (int round = 0; round < ROUNDS && !after.isLittleMoreThan(before); round++) {
          // What was dropped is noticed when the next one is opened.
          many.use(round);
          after = Heap.now();
        }
        System.out.println(before + "\n" + after);
        System.out.println(
            isLittlePlanned && after.isLittleMoreThan(before)
                ? "nothing is left"
                : "something is left");
      }
      System.exit(0);
    }

    private static final WebIdentityExchange STS =
        (request, bound) -> TestPod.issued("ASIAEXAMPLE");

    private IrsaCredentials handle() {
      return TestPod.calling(STS, token).build();
    }

    private void play(int handles) {
      for (int handle = 0; handle < handles; handle++) {
        use(handle);
        if (handle % BATCH == BATCH - 1) {
          System.gc();
        }
      }
    }

    private void use(int number) {
      IrsaCredentials handle = handle();
      IrsaCredentials view =
          handle.forRole(RoleRequest.of(TestPod.ROLE).withRoleSessionName("view-" + number % 8));
      if (handle.credentials() == null || view.credentials() == null) {
        throw new AssertionError("null");
      }
      if (areClosed) {
        handle.close();
      }
    }
  }

  /**
   * What is reachable.
   *
   * @param objects of the library
   * @param tasks planned
   * @param bytes of all objects
   */
  private record Heap(long objects, long tasks, long bytes) {

    /** What may be left for other reasons: of the last handles, of the JVM. */
    private static final long FEW_OBJECTS = 500;

    private static final long FEW_BYTES = 1_000_000;

    boolean isLittleMoreThan(Heap before) {
      return objects - before.objects < FEW_OBJECTS && bytes - before.bytes < FEW_BYTES;
    }

    /** The first collection leaves arrays that fill gaps. */
    static Heap now() throws Exception {
      var unused = counted();
      return counted();
    }

    private static Heap counted() throws Exception {
      long objects = 0;
      long tasks = 0;
      long bytes = 0;
      Object histogram =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {null},
                  new String[] {String[].class.getName()});
      for (String line : histogram.toString().lines().toList()) {
        String[] columns = line.trim().split("\\s+", -1);
        if (columns.length < 3 || !columns[1].matches("\\d+")) {
          continue;
        }
        long count = Long.parseLong(columns[1]);
        if (columns[0].equals("Total")) {
          bytes = Long.parseLong(columns[2]);
        } else if (columns[3].startsWith("dev.irsa.")) {
          objects += count;
        } else if (columns[3].endsWith("ScheduledFutureTask")) {
          tasks += count;
        }
      }
      return new Heap(objects, tasks, bytes);
    }
  }
}
