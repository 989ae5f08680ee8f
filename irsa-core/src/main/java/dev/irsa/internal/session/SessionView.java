package dev.irsa.internal.session;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a view requests of another handle. Equal views share a session. Immutable.
 *
 * @param <S> the type of the descriptions of sessions
 * @param base what the other handle requests if it is a view as well, otherwise null
 * @param request what is requested of it
 * @param isChained whether the credentials of the other handle sign the requests
 * @param spec describes the session, from the description of the other handle's; may fail. Follows
 *     from the request, so it is not compared
 */
record SessionView<S extends SessionSpec>(
    @Nullable SessionView<S> base, Object request, boolean isChained, UnaryOperator<S> spec) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SessionView<?> that
        && isChained == that.isChained
        && request.equals(that.request)
        && Objects.equals(base, that.base);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hashCode(base) + request.hashCode();
  }
}
