package dev.irsa.internal.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.TokenClaims;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.credentials.WebIdentityTokenSupplier;
import dev.irsa.fake.Secrets;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.TokenSupplierReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests files of authorization tokens, which need not be JWTs, tokens of suppliers, and claims. */
final class TokenSourceTest {

  private static final Duration BOUND = Duration.ofSeconds(7);
  private static final String SECRET = "s3cr3t-0paque-v4lue";

  @TempDir Path folder;
  private Path path;
  private TokenSource source;

  @BeforeEach
  void createSource() {
    path = folder.resolve("eks-pod-identity-token");
    source = TokenSource.file(path, TokenKind.AUTHORIZATION, null, System::nanoTime);
  }

  private void write(String text) throws Exception {
    Files.writeString(path, text, StandardCharsets.UTF_8);
  }

  private TokenUnavailableException fail() {
    return assertThrows(TokenUnavailableException.class, () -> source.read(BOUND));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {SECRET, "a.b", "!", "a+b/c==", "eyJh.eyJp.c2ln", "Basic abcd", "Bearer a  b"})
  void anyVisibleTextIsAToken(String token) throws Exception {
    for (String around : List.of("", "\n", "\r\n", " \t")) {
      write(around + token + around);

      assertEquals(new IdentityToken(token), source.read(BOUND));
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("a tab", SECRET + "\tx", "control character"),
        arguments("a line end", SECRET + "\r\nX-Injected: a", "control character"),
        arguments("a DEL", SECRET + "\u007fx", "not contain a token"),
        arguments("nothing", "", "is empty"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedWithoutBeingShown(String row, String text, String found) throws Exception {
    write(text);

    TokenUnavailableException failure = fail();

    assertTrue(failure.getMessage().contains(found), failure::getMessage);
    assertTrue(failure.remedy().contains("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
    assertFalse(failure.remedy().contains("JWT"), failure::remedy);
    Secrets.assertAbsent(Secrets.allTextOf(failure), List.of(SECRET), 8);
    assertNull(failure.roleArn());
  }

  @Test
  void aMissingFileIsNamedWithItsVariable() {
    TokenUnavailableException failure = fail();

    assertTrue(failure.getMessage().contains(path.toString()), failure::getMessage);
    assertTrue(failure.remedy().contains("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
    assertFalse(failure.remedy().contains("AWS_WEB_IDENTITY_TOKEN_FILE"), failure::remedy);
  }

  @SuppressWarnings("OverrideThrowableToString") // As careless applications do.
  static Stream<Arguments> useless() {
    return Stream.of(
        supplier("null", () -> null, "returned null"),
        supplier("an empty text", () -> "", "returned a text that is empty"),
        supplier(
            "garbage",
            () -> "garbage " + StsResponses.TOKEN,
            "is white space or a control character"),
        supplier("300 million characters", () -> "c".repeat(300_000_000), "longer than 64 KiB"),
        supplier(
            "a checked exception",
            () -> {
              throw new IOException("refused " + StsResponses.TOKEN);
            },
            "threw java.io.IOException: refused ***"),
        supplier(
            "an error",
            () -> {
              throw new StackOverflowError();
            },
            "threw java.lang.StackOverflowError"),
        supplier(
            "an exception that cannot be described",
            () -> {
              throw new IllegalStateException() {
                @Override
                public String getMessage() {
                  throw new IllegalStateException(StsResponses.TOKEN);
                }
              };
            },
            "threw dev.irsa.internal.token.TokenSourceTest$"),
        supplier(
            "a secret in what an exception says of itself",
            () -> {
              throw new IllegalStateException("no") {
                @Override
                public String toString() {
                  return StsResponses.TOKEN;
                }
              };
            },
            "threw dev.irsa.internal.token.TokenSourceTest$"),
        supplier(
            "a secret in the cause of a suppressed exception",
            () -> {
              IllegalStateException failure = new IllegalStateException("no");
              failure.addSuppressed(
                  new IOException("no", new IOException("refused " + StsResponses.TOKEN)));
              throw failure;
            },
            "threw java.lang.IllegalStateException: no"));
  }

  private static Arguments supplier(String what, WebIdentityTokenSupplier supplier, String told) {
    return arguments(what, supplier, told);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("useless")
  void whatASupplierReturnsInPlaceOfATokenIsATypedFailureThatNamesTheSupplier(
      String what, WebIdentityTokenSupplier supplier, String told) {
    TokenSource source = TokenSource.supplied(new TokenSupplierReference(supplier), "role");

    var failure = assertThrows(TokenUnavailableException.class, () -> source.read(BOUND));

    assertNull(failure.tokenFile());
    assertTrue(
        failure
            .getMessage()
            .startsWith(
                "No web identity token: the supplier in dev.irsa.internal.token.TokenSourceTest "),
        failure::getMessage);
    assertTrue(failure.getMessage().contains(told), failure::getMessage);
    Secrets.assertAbsent(Secrets.allTextOf(failure), List.of(StsResponses.TOKEN));
  }

  @Test
  void theTokenOfTheLastExchangeIsKnownOnceAndTheSupplierNotCalledForIt() {
    AtomicInteger calls = new AtomicInteger();
    TokenSource source =
        TokenSource.supplied(
            new TokenSupplierReference(() -> StsResponses.TOKEN + calls.incrementAndGet()), "role");

    source.read(Duration.ofSeconds(7));

    assertEquals(StsResponses.TOKEN + 1, source.peek().value());
    assertNull(source.peek());
    assertFalse(source.hasChanged());
    assertEquals(1, calls.get());
  }

  @Test
  void theTokenIsNotPartOfTheImageOfAFrozenProcess() {
    TokenSource source =
        TokenSource.supplied(new TokenSupplierReference(() -> StsResponses.TOKEN), "role");
    source.read(Duration.ofSeconds(7));

    source.forget();

    assertNull(source.peek());
  }

  /** The abort comes while the call looks whether one came before it. */
  @Test
  @Timeout(30)
  void anAbortIsNotForgottenWhileTheCallBegins() throws Exception {
    List<String> ofOther = new ArrayList<>();
    AtomicReference<TokenSupplierReference> supplier = new AtomicReference<>();
    supplier.set(
        new TokenSupplierReference(
            () -> {
              TokenSource other = TokenSource.supplied(supplier.get(), "other");
              ofOther.add(
                  assertThrows(TokenUnavailableException.class, () -> other.read(BOUND))
                      .getMessage());
              return StsResponses.TOKEN;
            }));
    TokenSource aborted = TokenSource.supplied(supplier.get(), "role");
    Thread reader =
        new Thread(() -> aborted.read(BOUND)) {
          @Override
          public boolean isInterrupted() {
            boolean before = super.isInterrupted();
            aborted.abandon();
            return before;
          }
        };

    reader.start();
    reader.join(5000);
    reader.interrupt();
    reader.join();

    assertTrue(ofOther.get(0).contains("has not returned from an earlier call"), ofOther.get(0));
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theClaimsOfABoundTokenAreRead() {
    TokenClaims claims = JwtClaims.of(new IdentityToken(StsResponses.TOKEN));

    assertEquals("https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE", claims.issuer());
    assertEquals("system:serviceaccount:shop:cart", claims.subject());
    assertEquals(List.of("sts.amazonaws.com"), claims.audience());
    assertEquals(Instant.ofEpochSecond(1_795_536_000), claims.issuedAt());
    assertEquals(Instant.ofEpochSecond(1_795_622_400), claims.expiration());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{\"iss\":5}",
        "{\"iat\":\"x\"}",
        "[]",
        "not json",
        "{\"aud\":[null]}",
        "{\"exp\":1e400}",
        "{\"exp\":-9223372036854775808}"
      })
  void malformedClaimsAreIgnored(String json) {
    String token = part("{\"alg\":\"RS256\"}") + "." + part(json) + ".c2ln";

    TokenClaims claims = JwtClaims.of(new IdentityToken(token));

    if (claims != null) {
      assertNull(claims.issuer());
    }
  }

  @Test
  void aTokenThatIsNotAJwtHasNoClaims() {
    assertNull(JwtClaims.of(new IdentityToken("a.b.c")));
  }

  @Test
  void deepNestingDoesNotCauseAnError() {
    String deep = "{\"a\":".repeat(2000) + "1" + "}".repeat(2000);
    String token = part("{\"alg\":\"RS256\"}") + "." + part(deep) + ".c2ln";

    JwtClaims.of(new IdentityToken(token));
  }
}
