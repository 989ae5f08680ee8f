package dev.irsa.internal.adapter;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Given;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.Setting.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings with which a provider opens its handles. They override the environment. The last
 * value of a setting wins. Immutable.
 */
public final class HandleSettings {

  private static final HandleSettings NONE = new HandleSettings(Given.none(), List.of());

  private final Given given;

  /** The first is a view of the pod's own handle, each other is a view of its predecessor. */
  private final List<View> views;

  private record View(RoleRequest role, boolean isChained) {
    IrsaCredentials of(IrsaCredentials handle) {
      return isChained ? handle.chainedRole(role) : handle.forRole(role);
    }
  }

  private HandleSettings(Given given, List<View> views) {
    this.given = given;
    this.views = views;
  }

  /** Returns an instance without settings. */
  public static HandleSettings none() {
    return NONE;
  }

  /** Returns the settings of a provider, which may include a chained role. */
  public static HandleSettings of(Given given) {
    RoleRequest role = given.get(Setting.CHAINED_ROLE);
    return new HandleSettings(given, role == null ? List.of() : List.of(new View(role, true)));
  }

  /** Returns the settings of the pod's own handle. */
  public Given given() {
    return given;
  }

  /** Returns a copy with an additional setting. */
  public HandleSettings with(Consumer<? super IrsaCredentials.Builder> setting) {
    IrsaCredentials.Builder builder = IrsaCredentials.builder().given(given);
    setting.accept(builder);
    return views.isEmpty() ? of(builder.given()) : new HandleSettings(builder.given(), views);
  }

  /** Returns a copy for a view: another session with the same token, or a chained role. */
  HandleSettings with(RoleRequest role, boolean isChained) {
    List<View> more = new ArrayList<>(views);
    more.add(new View(role, isChained));
    return new HandleSettings(given, List.copyOf(more));
  }

  /** Returns the source of the pod's own credentials, followed by each chained role. */
  List<IdentitySource> sources(@Nullable IdentitySource ofPod) {
    List<IdentitySource> sources = new ArrayList<>();
    sources.add(ofPod);
    for (View view : views) {
      if (view.isChained) {
        sources.add(IdentitySource.CHAINED_ROLE);
      }
    }
    return sources;
  }

  /**
   * Opens a handle.
   *
   * @throws RuntimeException of the SDK's type, if a setting is invalid
   */
  public <T> TranslatedHandle<T> open(SdkTypes<? extends T> sdk) {
    return sdk.calling(() -> opened(sdk));
  }

  private <T> TranslatedHandle<T> opened(SdkTypes<? extends T> sdk) {
    IrsaCredentials.Builder builder = IrsaCredentials.builder().given(given);
    boolean isEagerView = !views.isEmpty() && Boolean.TRUE.equals(given.get(Setting.EAGER));
    // The credentials of the pod itself may not be needed.
    IrsaCredentials pod = isEagerView ? builder.eager(false).build() : builder.build();
    IrsaCredentials opened = pod;
    for (View view : views) {
      opened = view.of(opened);
    }
    if (isEagerView) {
      var unused = opened.credentialsAsync();
    }
    return new TranslatedHandle<>(opened, pod, this, sdk);
  }

  /**
   * Returns whether the code or the process is configured for a web identity or container
   * credentials, even partly. It is if the only source is named, even one that does not exist.
   */
  public boolean areOfAnIrsaPod() {
    return haveIdentity()
        || given.has(Setting.IDENTITY_SOURCE)
        || Configuration.resolve(Environment.system(), Given.none()).isConfigured();
  }

  /** Returns whether the code sets an identity, even partly. */
  boolean haveIdentity() {
    return given.hasAny(Part.WEB_IDENTITY) || given.hasAny(Part.CONTAINER);
  }
}
