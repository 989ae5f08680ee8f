package dev.irsa.internal.adapter;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.internal.session.SessionHandle;
import java.util.concurrent.CompletableFuture;

/**
 * A source whose calls are requests to another one. It has no resources of its own, so there is
 * nothing to close.
 */
public final class RequestView<C> implements CredentialsSource<C> {

  private final SdkHandle<C> source;
  private final CredentialsRequest request;

  /**
   * Creates a view.
   *
   * @throws RuntimeException of the SDK's type, if a value of the request is invalid
   */
  public RequestView(SdkHandle<C> source, CredentialsRequest request, SdkTypes<?> sdk) {
    this.source = source;
    this.request = request;
    try {
      SessionHandle.check(request);
    } catch (CredentialsException invalid) {
      throw sdk.exception(invalid);
    }
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public C credentials() {
    return source.credentials(request);
  }

  @Override
  public CompletableFuture<? extends C> credentialsAsync() {
    return source.credentialsAsync(request);
  }

  @Override
  public boolean refresh() {
    return source.refresh();
  }

  @Override
  public void invalidate(String accessKeyId) {
    source.invalidate(accessKeyId);
  }

  @Override
  public void close() {}
}
