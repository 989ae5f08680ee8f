package dev.irsa.internal.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.irsa.fake.StsResponses;
import dev.irsa.internal.identity.TokenSupplier;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SuppliedTokenTest {

  @Test
  void theTokenOfTheLastExchangeIsKnownOnceAndTheSupplierNotCalledForIt() {
    AtomicInteger calls = new AtomicInteger();
    TokenSource source =
        TokenSource.supplied(
            new TokenSupplier(() -> StsResponses.TOKEN + calls.incrementAndGet()), "role");

    source.read(Duration.ofSeconds(7));

    assertEquals(StsResponses.TOKEN + 1, source.peek().value());
    assertNull(source.peek());
    assertFalse(source.hasChanged());
    assertEquals(1, calls.get());
  }

  @Test
  void theTokenIsNotPartOfTheImageOfAFrozenProcess() {
    TokenSource source = TokenSource.supplied(new TokenSupplier(() -> StsResponses.TOKEN), "role");
    source.read(Duration.ofSeconds(7));

    source.forget();

    assertNull(source.peek());
  }
}
