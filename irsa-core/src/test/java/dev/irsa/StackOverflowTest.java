package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.WebIdentityExchange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests callers whose stack is full, as in an endless recursion of the application. */
class StackOverflowTest {

  /** How many frames above the overflow are tried: more than a call of ours needs. */
  private static final int FRAMES = 1_500;

  @TempDir Path folder;

  @BeforeEach
  void writeTheToken() {
    TestPod.token(folder);
  }

  private final AtomicReference<WebIdentityExchange.Response> response = new AtomicReference<>();

  /** One for all handles, which share a session. */
  private final WebIdentityExchange exchange = (request, bound) -> respond();

  private IrsaCredentials irsa() {
    return TestPod.calling(exchange, folder.resolve("token"))
        .deadline(Duration.ofSeconds(2))
        .build();
  }

  private WebIdentityExchange.Response respond() {
    WebIdentityExchange.Response current = response.get();
    if (current == null) {
      throw new WebIdentityExchange.ErrorResponseException("AccessDenied", 403, "as told", null);
    }
    return current;
  }

  /** Overflows the stack, and makes a call in each of the frames above the end. */
  private static void overflow(Runnable call) throws InterruptedException {
    int[] left = {FRAMES};
    Thread deep = new Thread(null, () -> descend(call, left), "deep", 1 << 20);
    deep.start();
    deep.join();
  }

  @SuppressWarnings("InfiniteRecursion") // It ends with the stack.
  private static void descend(Runnable call, int[] left) {
    try {
      descend(call, left);
    } catch (StackOverflowError end) {
      // From here on there is ever more room.
    }
    if (left[0] > 0) {
      left[0]--;
      try {
        call.run();
      } catch (VirtualMachineError | CredentialsException expected) {
        // The caller's own fault, or what it asked for.
      }
    }
  }

  @Test
  void otherThreadsAreServedAfterTheStackOfACallerWasFull() throws Exception {
    try (IrsaCredentials irsa = irsa()) {
      // The first calls load classes and link lambdas.
      assertThrows(CredentialsException.class, irsa::credentials);
      irsa.invalidate("ASIAOTHER");
      for (int round = 0; round < 3; round++) {
        overflow(irsa::status);
        overflow(irsa::credentials);
        overflow(() -> irsa.invalidate("ASIAOTHER"));
      }

      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            assertThrows(CredentialsException.class, irsa::credentials);
            assertEquals(IrsaStatus.State.EMPTY, irsa.status().state());
          });
    }
  }

  @Test
  void credentialsAreReplacedAfterTheStackOfACallerWasFull() throws Exception {
    response.set(TestPod.issued("ASIA1"));
    try (IrsaCredentials irsa = irsa()) {
      assertEquals("ASIA1", irsa.credentials().accessKeyId());
      overflow(irsa::status);
      overflow(() -> irsa.invalidate("ASIA1"));
      response.set(TestPod.issued("ASIA2"));

      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertTrue(irsa.refresh()));
      assertEquals("ASIA2", irsa.credentials().accessKeyId());
    }
  }

  /** Handles share the locks of their registry and of their session. */
  @Test
  void otherHandlesAreServedAfterTheStackOfACallerWithItsOwnHandleWasFull() throws Exception {
    response.set(TestPod.issued("ASIA1"));
    try (IrsaCredentials irsa = irsa()) {
      assertEquals("ASIA1", irsa.credentials().accessKeyId());
      overflow(this::openAndClose);
      overflow(this::openAndClose);

      assertTimeoutPreemptively(Duration.ofSeconds(20), this::openAndClose);
      assertEquals("ASIA1", irsa.credentials().accessKeyId());
    }
  }

  private void openAndClose() {
    try (IrsaCredentials another = irsa()) {
      assertEquals("ASIA1", another.credentials().accessKeyId());
    }
  }
}
