package dev.irsa.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RefreshPolicyTest {

  private static final Duration TWELVE_HOURS = Duration.ofHours(12);
  private static final Duration TOO_LONG = TWELVE_HOURS.plusNanos(1);
  private static final Duration NEGATIVE = Duration.ofNanos(-1);

  private static Arguments row(String sentence, String component, Supplier<?> made) {
    return arguments(sentence, component, made);
  }

  static Stream<Arguments> nonsense() {
    RefreshPolicy standard = RefreshPolicy.standard();
    Duration zero = Duration.ZERO;
    return Stream.of(
        row("a window of nothing", "advisoryWindow", () -> standard.withAdvisoryWindow(zero)),
        row("a negative window", "advisoryWindow", () -> standard.withAdvisoryWindow(NEGATIVE)),
        row(
            "a window beyond the longest session",
            "advisoryWindow",
            () -> standard.withAdvisoryWindow(TOO_LONG)),
        row("negative jitter", "jitter", () -> standard.withJitter(-0.01, 0)),
        row("jitter above half of the life", "jitter", () -> standard.withJitter(0.51, 0)),
        row("jitter that is no number", "jitter", () -> standard.withJitter(Double.NaN, 0)),
        row("negative first jitter", "firstJitter", () -> standard.withJitter(0, -0.01)),
        row("first jitter above half", "firstJitter", () -> standard.withJitter(0, 0.51)),
        row("negative stability", "staticStability", () -> standard.withStaticStability(NEGATIVE)),
        row(
            "stability beyond the longest session",
            "staticStability",
            () -> standard.withStaticStability(TOO_LONG)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nonsense")
  void invalidValuesAreRejectedWithTheComponentsName(
      String sentence, String component, Supplier<?> made) {
    var refused = assertThrows(IllegalArgumentException.class, made::get, sentence);

    String message = refused.getMessage();
    assertTrue(message.startsWith("RefreshPolicy." + component + " must "), message);
    assertTrue(message.contains(", found "), message);
  }

  @Test
  void missingComponentsAreRejectedByName() {
    var stability =
        assertThrows(
            NullPointerException.class, () -> RefreshPolicy.standard().withStaticStability(null));
    assertEquals("RefreshPolicy.staticStability", stability.getMessage());
  }

  @Test
  void theBoundsThemselvesAreAllowed() {
    RefreshPolicy widest =
        RefreshPolicy.standard()
            .withAdvisoryWindow(TWELVE_HOURS)
            .withJitter(0.5, 0.5)
            .withStaticStability(TWELVE_HOURS);
    assertEquals(TWELVE_HOURS, widest.advisoryWindow());
    assertEquals(0.5, widest.jitter());
    assertEquals(0.5, widest.firstJitter());
    assertEquals(TWELVE_HOURS, widest.staticStability());
    RefreshPolicy narrowest =
        RefreshPolicy.standard()
            .withAdvisoryWindow(Duration.ofNanos(1))
            .withJitter(0, 0)
            .withStaticStability(Duration.ZERO);
    assertEquals(Duration.ofNanos(1), narrowest.advisoryWindow());
    assertEquals(0, narrowest.jitter());
    assertEquals(0, narrowest.firstJitter());
  }

  static Stream<Arguments> changes() {
    RefreshPolicy standard = RefreshPolicy.standard();
    return Stream.of(
        arguments("advisoryWindow=PT1S", standard.withAdvisoryWindow(Duration.ofSeconds(1))),
        arguments("jitter=0.1, firstJitter=0.25", standard.withJitter(0.1, 0.25)),
        arguments("jitter=0.15, firstJitter=0.3", standard.withJitter(0.15, 0.3)),
        arguments("staticStability=PT1S", standard.withStaticStability(Duration.ofSeconds(1))));
  }

  /** Equality matters because equal policies share a session. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void eachChangeCreatesADifferentPolicy(String said, RefreshPolicy changed) {
    assertNotEquals(RefreshPolicy.standard(), changed);
    assertNotEquals(RefreshPolicy.standard().hashCode(), changed.hashCode());
    assertTrue(changed.toString().contains(said), changed.toString());
  }

  @Test
  void theStandardPolicyHasTheDocumentedValues() {
    RefreshPolicy standard = RefreshPolicy.standard();
    assertNull(standard.advisoryWindow());
    assertEquals(0.15, standard.jitter());
    assertEquals(0.25, standard.firstJitter());
    assertEquals(Duration.ZERO, standard.staticStability());
  }
}
