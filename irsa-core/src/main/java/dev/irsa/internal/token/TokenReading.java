package dev.irsa.internal.token;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.InterruptibleStep;
import org.jspecify.annotations.Nullable;

/** Reads the token as a step of a call. */
final class TokenReading extends InterruptibleStep<IdentityToken> {

  private final TokenSource tokens;
  private final ExchangeCall call;

  TokenReading(TokenSource tokens, ExchangeCall call) {
    this.tokens = tokens;
    this.call = call;
  }

  @Override
  protected @Nullable IdentityToken perform() {
    return tokens.read(call.remaining());
  }

  @Override
  public void abort() {
    super.abort();
    tokens.freeReaders();
  }

  @Override
  public @Nullable CredentialsException obstacle() {
    return tokens.unread();
  }
}
