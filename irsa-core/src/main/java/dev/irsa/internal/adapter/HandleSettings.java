package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.config.Given;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.Setting.Part;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a provider. They override the environment and are those of each handle that the
 * provider creates. The last value of a setting wins. Immutable.
 */
public final class HandleSettings {

  private static final HandleSettings NONE = new HandleSettings(Given.none(), null, 0);

  private final Given given;

  /** Maps the opened handle to the view to use; null to use the handle itself. */
  private final @Nullable UnaryOperator<IrsaCredentials> view;

  /** How many roles are assumed for the view. */
  private final int chained;

  private HandleSettings(Given given, @Nullable UnaryOperator<IrsaCredentials> view, int chained) {
    this.given = given;
    this.view = view;
    this.chained = chained;
  }

  /** Returns an instance without settings. */
  public static HandleSettings none() {
    return NONE;
  }

  /** Returns what was given. */
  public static HandleSettings of(Given given) {
    HandleSettings ofPod = new HandleSettings(given, null, 0);
    RoleRequest role = given.get(Setting.CHAINED_ROLE);
    return role == null ? ofPod : ofPod.chainedRole(role);
  }

  /**
   * Returns the settings given by a framework.
   *
   * @throws RuntimeException of the SDK's type, if one of them is invalid
   */
  public static HandleSettings of(Supplier<ProviderSettings> given, SdkTypes<?> sdk) {
    try {
      return of(given.get().given());
    } catch (MisconfiguredException misconfigured) {
      throw sdk.exception(misconfigured);
    }
  }

  /** Returns a copy with an additional setting. */
  public HandleSettings with(Consumer<? super IrsaCredentials.Builder> setting) {
    IrsaCredentials.Builder builder = IrsaCredentials.builder().given(given);
    setting.accept(builder);
    return view == null ? of(builder.given()) : new HandleSettings(builder.given(), view, chained);
  }

  /** Returns a copy for another session with the same token. */
  public HandleSettings forRole(RoleRequest request) {
    return viewed(handle -> handle.forRole(request), chained);
  }

  /** Returns a copy for a role that is assumed with the credentials of these. */
  public HandleSettings chainedRole(RoleRequest request) {
    return viewed(handle -> handle.chainedRole(request), chained + 1);
  }

  private HandleSettings viewed(UnaryOperator<IrsaCredentials> next, int roles) {
    UnaryOperator<IrsaCredentials> before = view;
    return new HandleSettings(
        given, before == null ? next : handle -> next.apply(before.apply(handle)), roles);
  }

  /**
   * Opens a handle.
   *
   * @throws RuntimeException of the SDK's type, if a setting is invalid
   */
  public <T> SdkHandle<T> open(SdkTypes<? extends T> sdk) {
    return SdkHandle.opened(
        sdk,
        new Supplier<>() {
          @Override
          public SdkHandle<T> get() {
            return opened(sdk);
          }
        });
  }

  private <T> SdkHandle<T> opened(SdkTypes<? extends T> sdk) {
    IrsaCredentials.Builder builder = IrsaCredentials.builder().given(given);
    boolean isEagerView = view != null && Boolean.TRUE.equals(given.get(Setting.EAGER));
    // The credentials of the pod itself may not be needed.
    IrsaCredentials pod = isEagerView ? builder.eager(false).build() : builder.build();
    IrsaCredentials opened = view == null ? pod : view.apply(pod);
    if (isEagerView) {
      var unused = opened.credentialsAsync();
    }
    return new SdkHandle<>(opened, pod, chained, pod, sdk);
  }

  /**
   * Returns whether the process is configured for a web identity or container credentials, even
   * partly. It is if the only source is named, even one that does not exist.
   */
  public boolean areOfAnIrsaPod() {
    return haveIdentity()
        || given.has(Setting.IDENTITY_SOURCE)
        || Setting.IDENTITY_SOURCE.ofProcess() != null
        || Setting.isAnyOfProcess(Part.WEB_IDENTITY)
        || Setting.isAnyOfProcess(Part.CONTAINER);
  }

  /**
   * Returns whether the session is that of the container credentials of the process. What was set
   * in code goes before them, and so does a web identity.
   *
   * @param source the source of the session, or null if its configuration is missing or invalid
   */
  boolean areOfContainer(@Nullable IdentitySource source) {
    if (haveIdentity()) {
      return false;
    }
    return source != null
        ? source == IdentitySource.CONTAINER
        : !Setting.isAnyOfProcess(Part.WEB_IDENTITY) && Setting.isAnyOfProcess(Part.CONTAINER);
  }

  /** Returns the names of the container credentials that the process has. */
  static String containerOfProcess() {
    return Setting.values().stream()
        .filter(setting -> setting.part() == Part.CONTAINER && setting.ofProcess() != null)
        .map(Setting::label)
        .collect(Collectors.joining(" and "));
  }

  private boolean haveIdentity() {
    return given.hasAny(Part.WEB_IDENTITY) || given.hasAny(Part.CONTAINER);
  }
}
