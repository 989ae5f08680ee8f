package dev.irsa.internal.inspect;

import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.http.HttpProxy;
import dev.irsa.internal.session.Sessions;
import dev.irsa.internal.text.TimeText;
import dev.irsa.internal.text.TokenRedactor;
import dev.irsa.internal.token.TokenKind;
import dev.irsa.internal.token.TokenSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers single questions of the doctor by the rules of the library. */
public final class LibraryRules {

  private LibraryRules() {}

  /**
   * Reads a token file.
   *
   * @param ofAgent whether the token is for the agent of EKS Pod Identity, and may have any form
   * @throws TokenUnavailableException if the library could not use the token
   */
  public static String token(Path file, boolean ofAgent, Duration bound) {
    TokenKind kind = ofAgent ? TokenKind.AUTHORIZATION : TokenKind.WEB_IDENTITY;
    TokenSource source = TokenSource.file(file, kind, null, System::nanoTime);
    return Objects.requireNonNull(source.read(bound)).value();
  }

  /** Returns the number of sessions in this JVM. */
  public static int sessions() {
    return Sessions.shared().size();
  }

  /** Returns the password of the proxy to STS, or null; a secret. */
  public static @Nullable String proxyPassword(Configuration settings) {
    URI endpoint = settings.stsEndpoint();
    HttpProxy proxy = endpoint == null ? null : settings.proxyFor(endpoint);
    String userInfo = proxy == null ? null : proxy.userInfo();
    return userInfo == null ? null : userInfo.substring(userInfo.indexOf(':') + 1);
  }

  /** Masks a secret in a text, and everything that looks like a token. */
  public static String mask(String text, String secret) {
    return TokenRedactor.mask(text, secret);
  }

  /** Returns a duration for people, such as {@code 1.5 s}. */
  public static String shown(Duration duration) {
    return TimeText.of(duration);
  }

  /** Returns a time for people, and how far from now it is. */
  public static String shown(Instant now, Instant time) {
    return TimeText.from(now, time);
  }
}
