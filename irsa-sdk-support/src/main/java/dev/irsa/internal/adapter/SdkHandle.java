package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.OutboundTokens;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.StackSpace;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.ViewRequest;
import dev.irsa.internal.session.SessionHandle;
import dev.irsa.internal.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A handle or a view in an SDK's types. Keeps its latest credentials translated. Thread-safe.
 *
 * @param <T> the SDK's type of credentials
 */
public final class SdkHandle<T> implements SdkCredentialsSource<T> {

  /**
   * Credentials converted to the SDK's type.
   *
   * @param source the original credentials; in {@link #none}, an object that equals no credentials
   * @param credentials the converted credentials; null only in {@link #none}
   */
  record Translation<T>(Object source, @Nullable T credentials) {
    /**
     * Returns a new empty translation. Each is a distinct object, so that a thread can detect that
     * it was replaced since.
     */
    static <T> Translation<T> none() {
      return new Translation<>(new Object(), null);
    }

    /** Returns the converted credentials if these are the original ones, otherwise null. */
    @SuppressWarnings("ReferenceEquality") // The credentials of a refresh are a single object.
    @Nullable T of(@Nullable SessionCredentials session) {
      return source == session ? credentials : null;
    }
  }

  /**
   * The translation of the latest credentials, so that they are converted once. Empty after a close
   * and after {@code discardAll()}: {@link Sessions} holds it weakly, and whoever uses it holds it.
   */
  private static final class LatestTranslation<T> extends AtomicReference<Translation<T>>
      implements Runnable {

    LatestTranslation() {
      super(Translation.none());
      Sessions.shared().alsoForget(this);
    }

    /** Drops it. */
    @Override
    public void run() {
      set(Translation.none());
    }
  }

  private final IrsaCredentials handle;

  /** The pod's own handle, with which the chain of roles begins. */
  private final IrsaCredentials pod;

  /** The settings with which a handle of the same session is opened. */
  private final GivenSettings given;

  /** The request of each call, or null. */
  private final @Nullable CredentialsRequest request;

  /** Whether closing has no effect, because this is a view of another handle. */
  private final boolean isView;

  private final SdkConverter<? extends T> sdk;

  private final LatestTranslation<T> translation;

  /**
   * Creates a handle, which owns the pod's handle.
   *
   * @param pod the pod's own handle, of which {@code handle} may be a view
   * @param given the settings with which it was opened
   * @param sdk creates the SDK's credentials, once for each refresh, and its exceptions
   */
  private SdkHandle(
      IrsaCredentials handle,
      IrsaCredentials pod,
      GivenSettings given,
      SdkConverter<? extends T> sdk) {
    this.handle = handle;
    this.pod = pod;
    this.given = given;
    this.sdk = sdk;
    this.request = null;
    this.isView = false;
    this.translation = new LatestTranslation<>();
  }

  /** Creates a view. A view with a request shares the translated credentials of its base. */
  private SdkHandle(
      SdkHandle<T> base,
      IrsaCredentials handle,
      GivenSettings given,
      @Nullable CredentialsRequest request) {
    this.handle = handle;
    this.pod = base.pod;
    this.given = given;
    this.sdk = base.sdk;
    this.request = request;
    this.isView = true;
    this.translation = request == null ? new LatestTranslation<>() : base.translation;
  }

  /**
   * Opens a handle.
   *
   * @param sdk the first argument, so that it requires the room on the stack before the others are
   *     created
   * @param settings the settings, including the views to open. Its failure is converted as well
   * @throws RuntimeException of the SDK's type, if a setting is invalid or the SDK is too old
   */
  public static <T> SdkHandle<T> open(
      SdkConverter<? extends T> sdk, Supplier<IrsaCredentials.Builder> settings) {
    return open(sdk, sdk.calling(settings));
  }

  /**
   * Opens a handle.
   *
   * @param settings the settings, including the views to open
   * @throws RuntimeException of the SDK's type, if a setting is invalid or the SDK is too old
   */
  public static <T> SdkHandle<T> open(
      SdkConverter<? extends T> sdk, IrsaCredentials.Builder settings) {
    try {
      sdk.requireSupported();
      return open(settings.given(), sdk);
    } catch (CredentialsException failure) {
      throw sdk.exception(failure);
    }
  }

  private static <T> SdkHandle<T> open(GivenSettings given, SdkConverter<? extends T> sdk) {
    boolean isEagerView = !given.views().isEmpty() && Boolean.TRUE.equals(given.get(Setting.EAGER));
    // The credentials of the pod itself may not be needed.
    GivenSettings ofPod = isEagerView ? given.with(Setting.EAGER, false) : given;
    IrsaCredentials pod = IrsaCredentials.builder().given(ofPod).build();
    IrsaCredentials opened = pod;
    for (ViewRequest view : given.views()) {
      opened = view(opened, view);
    }
    if (isEagerView) {
      var unused = opened.credentialsAsync();
    }
    return new SdkHandle<>(opened, pod, given, sdk);
  }

  private static IrsaCredentials view(IrsaCredentials handle, ViewRequest view) {
    return view.isChained() ? handle.chainedRole(view.role()) : handle.forRole(view.role());
  }

  /** Returns the settings with which a handle of the same session is opened. */
  public IrsaCredentials.Builder toBuilder() {
    return IrsaCredentials.builder().given(given);
  }

  GivenSettings given() {
    return given;
  }

  SdkConverter<? extends T> types() {
    return sdk;
  }

  Translation<T> translation() {
    return Objects.requireNonNull(translation.get());
  }

  /**
   * Returns credentials, which are the same object until the next refresh.
   *
   * @throws RuntimeException of the SDK's type, if there are none
   */
  @Override
  public T credentials() {
    T cached = cached();
    return cached != null ? cached : ask();
  }

  private T ask() {
    sdk.requireRoom(StackSpace.ASK);
    Translation<T> before = translation();
    SessionCredentials session;
    try {
      session = request == null ? handle.credentials() : handle.credentials(request);
    } catch (CredentialsException failure) {
      throw sdk.exception(failure);
    }
    return translated(session, before);
  }

  /** Returns a new future for the credentials. Never blocks and never throws. */
  @Override
  public CompletableFuture<T> credentialsAsync() {
    T cached = cached();
    return cached != null ? CompletableFuture.completedFuture(cached) : askAsync();
  }

  private CompletableFuture<T> askAsync() {
    sdk.requireRoom(StackSpace.ASK_LATER);
    try {
      Translation<T> before = translation();
      CompletableFuture<T> result = new CompletableFuture<>();
      Futures.then(
          request == null ? handle.credentialsAsync() : handle.credentialsAsync(request),
          new Answer<>(this, before, result));
      return result;
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** Completes a future with translated credentials or a translated failure. */
  private record Answer<T>(SdkHandle<T> handle, Translation<T> before, CompletableFuture<T> result)
      implements BiConsumer<@Nullable SessionCredentials, @Nullable Throwable> {

    @Override
    public void accept(@Nullable SessionCredentials session, @Nullable Throwable failure) {
      try {
        if (session != null) {
          result.complete(handle.translated(session, before));
        } else {
          result.completeExceptionally(
              failure instanceof CredentialsException typed
                  ? handle.sdk.exception(typed)
                  : failure);
        }
      } catch (Throwable defect) {
        result.completeExceptionally(defect);
      }
    }
  }

  /**
   * Refreshes the credentials now.
   *
   * @throws RuntimeException of the SDK's type, if there are no valid credentials
   */
  @Override
  public boolean refresh() {
    sdk.requireRoom(StackSpace.REFRESH);
    return sdk.calling(handle::refresh);
  }

  /**
   * Returns a view for a token that the credentials of this one sign for.
   *
   * @throws RuntimeException of the SDK's type, if a value is invalid
   */
  public OutboundTokens outboundTokens(OutboundTokenRequest tokens) {
    sdk.requireRoom(StackSpace.DERIVE);
    return sdk.calling(() -> handle.outboundTokens(tokens));
  }

  /** Reports rejected credentials to all sessions of this class loader. */
  public static void invalidateAnywhere(String accessKeyId) {
    Sessions.shared().invalidate(accessKeyId);
  }

  /** Reports rejected credentials. Has no effect if no handle uses the session. */
  @Override
  public void invalidate(String accessKeyId) {
    try {
      handle.invalidate(accessKeyId);
    } catch (CredentialsException misconfigured) {
      // The configuration is invalid, so the rejected credentials are not from this handle.
    }
  }

  @Override
  public String name() {
    return "IrsaCredentialsProvider";
  }

  /** Returns the status, without opening the handle. Never blocks. */
  public IrsaStatus status() {
    return handle.status();
  }

  /** Gives the session back. A later call takes it again. Has no effect on a view. */
  @Override
  public void close() {
    if (!isView) {
      translation.run();
      pod.close();
    }
  }

  /**
   * Returns a view of another session with the same token. It works as long as this handle.
   *
   * @throws RuntimeException of the SDK's type, if a value is invalid
   */
  public SdkHandle<T> forRole(RoleRequest role) {
    return view(new ViewRequest(role, false));
  }

  /**
   * Returns a view, whose role is assumed with the credentials of this handle. It works as long as
   * this handle.
   *
   * @throws RuntimeException of the SDK's type, if a value is invalid
   */
  public SdkHandle<T> chainedRole(RoleRequest role) {
    return view(new ViewRequest(role, true));
  }

  private SdkHandle<T> view(ViewRequest view) {
    sdk.requireRoom(StackSpace.DERIVE);
    return sdk.calling(() -> new SdkHandle<>(this, view(handle, view), given.withView(view), null));
  }

  /**
   * Returns a view whose calls make a request. It works as long as this handle.
   *
   * @throws RuntimeException of the SDK's type, if a value of the request is invalid
   */
  public SdkHandle<T> forRequest(CredentialsRequest requested) {
    sdk.requireRoom(StackSpace.DERIVE);
    return sdk.calling(
        () -> {
          SessionHandle.check(requested);
          return new SdkHandle<>(this, handle, given, requested);
        });
  }

  /**
   * Returns the cached credentials in the SDK's type. Returns null without any, or with a request,
   * which they may not satisfy. Allocates no memory.
   */
  private @Nullable T cached() {
    return request != null ? null : translation().of(handle.credentialsInHand());
  }

  /**
   * Converts credentials, unless they are already converted.
   *
   * @param before the translation before the call; if another thread replaced it since, these
   *     credentials may be older than the current ones and are not kept
   */
  T translated(SessionCredentials session, Translation<T> before) {
    T known = before.of(session);
    if (known != null) {
      return known;
    }
    T converted = translate(session);
    Translation<T> found =
        Objects.requireNonNull(
            translation.compareAndExchange(before, new Translation<>(session, converted)));
    return Objects.requireNonNullElse(found.of(session), converted);
  }

  /**
   * Returns the source of the pod's own credentials, followed by each chained role. On the way to
   * the first credentials, which do not need a status.
   */
  private List<IdentitySource> sources() {
    List<IdentitySource> sources = new ArrayList<>();
    sources.add(Resolver.resolve(given.environment(), given).source());
    for (ViewRequest view : given.views()) {
      if (view.isChained()) {
        sources.add(IdentitySource.CHAINED_ROLE);
      }
    }
    return sources;
  }

  private T translate(SessionCredentials session) {
    try {
      return sdk.credentials(session, sources());
    } catch (Throwable failure) {
      throw sdk.exception(
          new MisconfiguredException(
              true,
              List.of(
                  new MisconfiguredException.Problem(
                      "AWS SDK for Java",
                      "class path",
                      "credentials cannot be converted to its type: "
                          + (failure instanceof LinkageError
                              ? failure
                              : failure.getClass().getName()),
                      "use a version that irsa supports, with all of its modules of one version")),
              failure));
    }
  }
}
