package dev.irsa.internal.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests what is masked in texts of external origin. */
final class TokenRedactorTest {

  private static final String TOKEN = "0123456789-abcdefghij";

  static Stream<Arguments> masked() {
    return Stream.of(
        arguments("the token", "got " + TOKEN + " here", TOKEN, "got *** here"),
        arguments("twice", TOKEN + TOKEN, TOKEN, "***"),
        arguments("a piece of twelve", "got 6789-abcdefg.", TOKEN, "got ***."),
        arguments("a piece of eleven", "got 6789-abcdef.", TOKEN, "got 6789-abcdef."),
        arguments("a short token", "got Basic abcd.", "Basic abcd", "got ***."),
        arguments("a piece of a short token", "Basic auth", "Basic abcd", "Basic auth"),
        arguments("a token of six characters", "got abc123.", "abc123", "got ***."),
        arguments("a word as token", "a bad token", "bad", "a bad token"),
        arguments("without a token", "a bad token", "", "a bad token"),
        arguments("another JWT", "got eyJhbGciOi.a.b here", "", "got *** here"),
        arguments("lines", "one\r\ntwo\u0000", "", "one  two "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("masked")
  void isMasked(String row, String text, String token, String expected) {
    assertEquals(expected, TokenRedactor.mask(text, token));
  }

  @Property(tries = 500)
  void noTextContainsATokenOfSixOrMoreCharacters(
      @ForAll @AlphaChars @NumericChars @StringLength(min = 6, max = 60) String token,
      @ForAll @StringLength(max = 30) String before,
      @ForAll @StringLength(max = 30) String after) {
    assertFalse(TokenRedactor.mask(before + token + after, token).contains(token));
  }

  static Stream<Arguments> failures() {
    Throwable inCycle = new IllegalStateException("a");
    inCycle.addSuppressed(new IllegalStateException("b", inCycle));
    return Stream.of(
        arguments("a text without it", new IllegalStateException("a"), true),
        arguments("in the text", with(TOKEN), false),
        arguments("in a cause", new IllegalStateException("a", with(TOKEN)), false),
        arguments("in a suppressed one", suppressing(with(TOKEN)), false),
        arguments(
            "in the cause of a suppressed one",
            suppressing(new IllegalStateException("b", with(TOKEN))),
            false),
        arguments(
            "in one that a suppressed one suppresses",
            new IllegalStateException("a", suppressing(suppressing(with(TOKEN)))),
            false),
        arguments("a cycle without it", inCycle, true),
        arguments("more failures than are read", deep(100), false),
        arguments("as many as are read", deep(49), true));
  }

  private static Throwable with(String text) {
    return new IllegalStateException("got " + text);
  }

  private static Throwable suppressing(Throwable other) {
    Throwable failure = new IllegalStateException("a");
    failure.addSuppressed(other);
    return failure;
  }

  private static Throwable deep(int causes) {
    Throwable failure = new IllegalStateException("a");
    for (int i = 0; i < causes; i++) {
      failure = suppressing(failure);
    }
    return failure;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void aFailureIsCleanIfNoneOfItsCausesAndSuppressedOnesHasTheToken(
      String row, Throwable failure, boolean clean) {
    assertEquals(clean, TokenRedactor.isClean(failure, TOKEN));
  }

  @Test
  void aWordThatContainsTheTokenIsDropped() {
    assertNull(TokenRedactor.plainWord("x-" + TOKEN, 100, TOKEN));
    assertNull(TokenRedactor.plainWord("abc123", 100, "abc123"));
    assertEquals("abc124", TokenRedactor.plainWord("abc124", 100, "abc123"));
  }
}
