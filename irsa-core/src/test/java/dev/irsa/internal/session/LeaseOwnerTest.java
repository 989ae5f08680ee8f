package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.simulation.VirtualSession;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/**
 * Tests what closing a handle means for its callers while other handles keep the session in use.
 */
class LeaseOwnerTest {

  private final VirtualSession session =
      new VirtualSession(RefreshPolicy.standard()).delay(Duration.ofSeconds(5));
  private boolean closed;
  private final LeaseOwner handle = () -> closed;

  @Test
  void aCallJustAfterTheCloseDoesNotWait() {
    closed = true;
    session.cache.leave(handle);

    IllegalStateException answer =
        assertThrows(
            IllegalStateException.class,
            () -> session.cache.credentialsAsync(handle, Duration.ofSeconds(20)));

    assertEquals(new SessionClosedException().getMessage(), answer.getMessage());
    assertThrows(
        IllegalStateException.class,
        () -> session.cache.credentials(handle, Duration.ofSeconds(20)));
    assertEquals(0, session.calls());
  }

  @Test
  void aRefreshJustAfterTheCloseDoesNotWaitEither() {
    closed = true;

    Waiter waiter = session.cache.startRefresh(handle, Duration.ofSeconds(20));

    assertSame(CallResult.CLOSED, waiter.result().getNow(null));
    assertSame(handle, waiter.owner());
    assertEquals(0, session.calls());
  }

  @Test
  void theCloseEndsOnlyTheWaitsOfItsOwner() {
    var waiting = session.cache.credentialsAsync(handle, Duration.ofSeconds(20));
    var refreshing = session.cache.startRefresh(handle, Duration.ofSeconds(20));
    var unharmed = session.ask();

    closed = true;
    session.cache.leave(handle);

    CompletionException ended = assertThrows(CompletionException.class, waiting::join);
    assertTrue(ended.getCause() instanceof IllegalStateException);
    assertSame(CallResult.CLOSED, refreshing.result().getNow(null));
    assertFalse(unharmed.isDone());
    assertEquals("ASIA1", session.await(unharmed).accessKeyId());
  }
}
