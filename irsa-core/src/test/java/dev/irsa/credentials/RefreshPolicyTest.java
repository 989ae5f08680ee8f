package dev.irsa.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.RefreshPolicy.Mode;
import dev.irsa.credentials.RefreshPolicy.Spacing;
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

  private static RefreshPolicy policy(
      Duration window, double share, double jitter, Duration mandatory, Duration stability) {
    return new RefreshPolicy(
        Mode.STANDARD, window, share, jitter, 0, mandatory, false, null, stability, false, true);
  }

  private static RefreshPolicy windows(Duration advisory, Duration mandatory) {
    return policy(advisory, 0.3, 0, mandatory, Duration.ZERO);
  }

  private static RefreshPolicy shares(double share, double jitter) {
    return policy(null, share, jitter, Duration.ZERO, Duration.ZERO);
  }

  private static Arguments row(String sentence, String component, Supplier<?> made) {
    return arguments(sentence, component, made);
  }

  static Stream<Arguments> nonsense() {
    RefreshPolicy standard = RefreshPolicy.standard();
    Duration zero = Duration.ZERO;
    Duration second = Duration.ofSeconds(1);
    return Stream.of(
        row("a window of nothing", "advisoryWindow", () -> standard.withAdvisoryWindow(zero)),
        row("a negative window", "advisoryWindow", () -> standard.withAdvisoryWindow(NEGATIVE)),
        row(
            "a window beyond the longest session",
            "advisoryWindow",
            () -> standard.withAdvisoryWindow(TOO_LONG)),
        row("a share of nothing", "largestWindowShare", () -> shares(0, 0)),
        row("a share above the whole", "largestWindowShare", () -> shares(1.01, 0)),
        row("a share that is no number", "largestWindowShare", () -> shares(Double.NaN, 0)),
        row("share and jitter beyond the life", "largestWindowShare", () -> shares(0.8, 0.3)),
        row(
            "share and first jitter beyond the life",
            "largestWindowShare",
            () ->
                new RefreshPolicy(
                    Mode.LAZY, null, 0.9, 0, 0.2, zero, false, null, zero, false, true)),
        row("negative jitter", "jitter", () -> standard.withJitter(-0.01, 0)),
        row("jitter above half of the life", "jitter", () -> standard.withJitter(0.51, 0)),
        row("jitter that is no number", "jitter", () -> standard.withJitter(Double.NaN, 0)),
        row("negative first jitter", "firstJitter", () -> standard.withJitter(0, -0.01)),
        row("first jitter above half", "firstJitter", () -> standard.withJitter(0, 0.51)),
        row("a negative mandatory window", "mandatoryWindow", () -> windows(null, NEGATIVE)),
        row(
            "a mandatory window above an hour",
            "mandatoryWindow",
            () -> windows(null, Duration.ofHours(1).plusNanos(1))),
        row(
            "a mandatory window that begins before the advisory one",
            "mandatoryWindow",
            () -> windows(second, second.plusNanos(1))),
        row("negative stability", "staticStability", () -> standard.withStaticStability(NEGATIVE)),
        row(
            "stability beyond the longest session",
            "staticStability",
            () -> standard.withStaticStability(TOO_LONG)),
        row(
            "a pause below a second",
            "spacing.shortest",
            () -> new Spacing(Duration.ofMillis(999), second)),
        row(
            "a longest pause below the shortest",
            "spacing.longest",
            () -> new Spacing(Duration.ofSeconds(2), second)),
        row(
            "a pause above an hour",
            "spacing.longest",
            () -> new Spacing(second, Duration.ofHours(1).plusNanos(1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nonsense")
  void nonsenseIsRefusedByTheComponentsName(String sentence, String component, Supplier<?> made) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, made::get, sentence);

    String message = refused.getMessage();
    assertTrue(message.startsWith("RefreshPolicy." + component + " must "), message);
    assertTrue(message.contains(", found "), message);
  }

  @Test
  void absentComponentsAreRefusedByName() {
    NullPointerException mode =
        assertThrows(NullPointerException.class, () -> RefreshPolicy.standard().withMode(null));
    assertEquals("RefreshPolicy.mode", mode.getMessage());
    NullPointerException window =
        assertThrows(NullPointerException.class, () -> windows(null, null));
    assertEquals("RefreshPolicy.mandatoryWindow", window.getMessage());
    NullPointerException stability =
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
    assertEquals(0.5, shares(0.5, 0.5).jitter());
    assertEquals(1, shares(1, 0).largestWindowShare());
    assertEquals(0, RefreshPolicy.standard().withJitter(0, 0).jitter());
    assertEquals(Duration.ofHours(1), windows(TWELVE_HOURS, Duration.ofHours(1)).mandatoryWindow());
    Duration second = Duration.ofSeconds(1);
    assertEquals(second, windows(second, second).mandatoryWindow());
    assertEquals(second, new Spacing(second, second).longest());
    assertEquals(Duration.ofHours(1), new Spacing(second, Duration.ofHours(1)).longest());
  }

  @Test
  void theStandardIsWhatItsPageSays() {
    RefreshPolicy standard = RefreshPolicy.standard();
    assertEquals(Mode.STANDARD, standard.mode());
    assertNull(standard.advisoryWindow());
    assertEquals(1.0 / 3, standard.largestWindowShare());
    assertEquals(0.15, standard.jitter());
    assertEquals(0.25, standard.firstJitter());
    assertEquals(Duration.ZERO, standard.mandatoryWindow());
    assertEquals(Duration.ZERO, standard.staticStability());
    assertNull(standard.spacing());
    assertEquals(standard.withMode(Mode.LAZY), RefreshPolicy.lazy());
  }
}
