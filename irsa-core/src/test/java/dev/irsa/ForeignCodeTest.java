package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.WebIdentityExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that code of the application may throw anything. */
class ForeignCodeTest {

  /** What foreign code throws. */
  @SuppressWarnings("ImmutableEnumChecker") // Nobody changes them.
  enum Thrown {
    /** As code in Kotlin, or with {@code @SneakyThrows}. */
    UNDECLARED_CHECKED_EXCEPTION(new IOException("as told")),
    RUNTIME_EXCEPTION(new IllegalStateException("as told")),
    ERROR(new AssertionError("as told")),
    OUT_OF_MEMORY(new OutOfMemoryError("as told")),
    LINKAGE_ERROR(new NoClassDefFoundError("as told"));

    private final Throwable throwable;

    Thrown(Throwable throwable) {
      this.throwable = throwable;
    }

    void fail() {
      Thrown.<RuntimeException>sneaky(throwable);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneaky(Throwable throwable) throws E {
      throw (E) throwable;
    }
  }

  @TempDir Path folder;

  /** What the exchange throws, or null if it succeeds. */
  private final AtomicReference<@Nullable Thrown> thrown = new AtomicReference<>();

  private IrsaCredentials.Builder builder(String session) {
    return TestPod.calling((request, bound) -> exchange(), TestPod.token(folder))
        .roleSessionName(session)
        .deadline(Duration.ofSeconds(20));
  }

  private WebIdentityExchange.Response exchange() {
    Thrown failure = thrown.get();
    if (failure != null) {
      failure.fail();
    }
    return TestPod.issued("ASIA1");
  }

  @ParameterizedTest
  @EnumSource
  void anExchangeThatThrowsKeepsNoPlace(Thrown failure) throws Exception {
    thrown.set(failure);
    for (int session = 0; session < 9; session++) {
      try (IrsaCredentials irsa = builder("failing-" + failure + "-" + session).build()) {
        CredentialsException told = assertThrows(CredentialsException.class, irsa::credentials);
        assertInstanceOf(ExchangeUnavailableException.class, told);
        assertTrue(told.getMessage().contains("application's client"), told.getMessage());
      }
    }
    thrown.set(null);

    try (IrsaCredentials irsa = builder("healthy-" + failure).build()) {
      assertEquals("ASIA1", irsa.credentials().accessKeyId());
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientsAreComparedByIdentityAndNotByTheirOwnMethods(Thrown failure) throws Exception {
    final class Hostile implements WebIdentityExchange {
      @Override
      public Response exchange(Request request, Duration bound) {
        return ForeignCodeTest.this.exchange();
      }

      @Override
      public boolean equals(Object other) {
        failure.fail();
        return true;
      }

      @Override
      public int hashCode() {
        failure.fail();
        return 1;
      }
    }

    IrsaCredentials.Builder builder = builder("compared-" + failure);
    WebIdentityExchange client = new Hostile();
    try (IrsaCredentials one = builder.webIdentityExchange(client).build();
        IrsaCredentials same = builder.webIdentityExchange(client).build();
        IrsaCredentials other = builder.webIdentityExchange(new Hostile()).build()) {
      assertSame(one.credentials(), same.credentials());
      assertNotSame(one.credentials(), other.credentials());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to\r\nken",
        "token\n",
        "to\u0000ken",
        "to\u007fken",
        "to\u0085ken",
        "to\u2028ken"
      })
  void credentialsOfAClientThatCannotStandInAHeaderAreAFailure(String token) throws Exception {
    WebIdentityExchange careless =
        (request, bound) ->
            WebIdentityExchange.Response.of(
                SessionCredentials.of(
                    "ASIA1", "secret", token, Instant.now().plus(Duration.ofHours(1))));
    try (IrsaCredentials irsa = builder("careless").webIdentityExchange(careless).build()) {
      var told = assertThrows(ExchangeUnavailableException.class, irsa::credentials);

      assertTrue(told.getMessage().contains("sessionToken"), told.getMessage());
      assertFalse(told.getMessage().contains(token), told.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aListenerThatThrowsStillGetsTheNextEvents(Thrown failure) throws Exception {
    BlockingQueue<IrsaEvent> heard = new LinkedBlockingQueue<>();
    try (IrsaCredentials irsa =
        builder("heard-" + failure)
            .addListener(
                event -> {
                  heard.add(event);
                  failure.fail();
                })
            .build()) {
      irsa.credentials();
      assertInstanceOf(IrsaEvent.Refreshed.class, heard.poll(10, TimeUnit.SECONDS));
      irsa.refresh();
      assertInstanceOf(IrsaEvent.Refreshed.class, heard.poll(10, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDependentThatThrowsHarmsNobodyElse(Thrown failure) throws Exception {
    try (IrsaCredentials irsa = builder("dependent-" + failure).build()) {
      CompletableFuture<Void> dependent =
          irsa.credentialsAsync().thenAccept(credentials -> failure.fail());

      var told = assertThrows(ExecutionException.class, () -> dependent.get(20, TimeUnit.SECONDS));
      assertEquals("as told", told.getCause().getMessage());
      assertEquals("ASIA1", irsa.credentialsAsync().get(20, TimeUnit.SECONDS).accessKeyId());
    }
  }

  /** Limits belong to the identity. */
  @Test
  void fiftyHandlesAskOnceForADeniedRole() {
    AtomicInteger calls = new AtomicInteger();
    WebIdentityExchange denying =
        (request, bound) -> {
          calls.incrementAndGet();
          throw new WebIdentityExchange.ErrorResponseException("AccessDenied", 403, null, null);
        };
    List<IrsaCredentials> handles = new ArrayList<>();
    try {
      for (int handle = 0; handle < 50; handle++) {
        handles.add(builder("denied").webIdentityExchange(denying).build());
      }

      for (IrsaCredentials handle : handles) {
        assertThrows(ExchangeRejectedException.class, handle::credentials);
      }

      assertEquals(1, calls.get());
    } finally {
      handles.forEach(IrsaCredentials::close);
    }
  }
}
