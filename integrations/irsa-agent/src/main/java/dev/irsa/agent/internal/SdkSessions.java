package dev.irsa.agent.internal;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.ChainRules;
import dev.irsa.internal.adapter.SdkConverter;
import dev.irsa.internal.adapter.SdkHandle;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of this process, for all copies of the SDKs in all class loaders. Only types of the
 * JDK cross the border to these class loaders. The SDKs do not close their providers: the core
 * closes the handle of a provider that was garbage collected. All handles with equal settings share
 * a session. Thread-safe.
 *
 * <p>A request is a map. It may have {@code roleArn}, {@code roleSessionName}, {@code
 * webIdentityTokenFile} and {@code sessionSeconds}; a value that is missing or null comes from the
 * environment. Its {@code asked} says what the SDK asks for:
 *
 * <ul>
 *   <li>{@code pod}, also if it is missing: the identity of the pod
 *   <li>{@code chain}: a default chain that has not found static keys
 *   <li>{@code keys}: nothing; a default chain has found static keys by its {@code provider}
 *   <li>{@code node}, {@code container}: another identity than the pod's
 * </ul>
 */
final class SdkSessions {

  private static final Logger LOG = LoggerFactory.getLogger("dev.irsa.agent");
  private static final String ASKED = "asked";

  /** What the providers of the SDKs know, by its key in a request. */
  private static final Map<String, Setting<?>> SETTINGS =
      Map.of(
          "roleArn", Setting.ROLE_ARN,
          "webIdentityTokenFile", Setting.WEB_IDENTITY_TOKEN_FILE,
          "roleSessionName", Setting.ROLE_SESSION_NAME,
          "sessionSeconds", Setting.SESSION_DURATION,
          "region", Setting.REGION);

  private final AgentConfiguration configuration;
  private final AtomicBoolean saidInPlaceOfNode = new AtomicBoolean();
  private final AtomicBoolean warnedOfKeys = new AtomicBoolean();
  private final RecentRefusals refusals = new RecentRefusals();

  SdkSessions(AgentConfiguration configuration) {
    this.configuration = configuration;
  }

  /** Opens its handle at the first call, so that providers can be made of invalid settings. */
  private final class Session implements Supplier<Object> {
    private final GivenSettings given;
    private final Types types;
    private volatile @Nullable SdkHandle<Object> handle;

    Session(Map<String, String> request, Supplier<String> region, Types types) {
      this.given = given(withRegion(request, region));
      this.types = types;
    }

    @Override
    public Object get() {
      try {
        return handle().credentials();
      } catch (RuntimeException failure) {
        refusals.add();
        throw failure;
      }
    }

    /** Returns whether there are valid credentials, for which nobody waits. */
    boolean isServed() {
      IrsaStatus.State state = handle().status().state();
      return state == IrsaStatus.State.FRESH || state == IrsaStatus.State.REFRESH_DUE;
    }

    SdkHandle<Object> handle() {
      SdkHandle<Object> opened = handle;
      return opened == null ? open() : opened;
    }

    private synchronized SdkHandle<Object> open() {
      SdkHandle<Object> opened = handle;
      if (opened == null) {
        opened = SdkHandle.open(types, () -> IrsaCredentials.builder().given(given));
        handle = opened;
      }
      return opened;
    }
  }

  /** Returns the session that an SDK gets. */
  Supplier<Object> of(
      Map<String, String> request, Supplier<String> region, Function<Object[], Object> converter) {
    String asked = request.getOrDefault(ASKED, "");
    if (asked.equals("keys")) {
      return () -> warnOfKeys(request.getOrDefault("provider", ""));
    }
    if (asked.equals("container")) {
      return closed(configuration.closedContainer());
    }
    if (asked.equals("node") && configuration.node() != AgentConfiguration.Node.POD) {
      return closed(configuration.closedNode());
    }
    Session session = new Session(request, region, new Types(converter));
    return switch (asked) {
      case "node" -> () -> inPlaceOfNode(session);
      case "chain" -> () -> ofChain(session);
      default -> session;
    };
  }

  /** Returns whether an SDK does not ask for credentials, but says that it found static keys. */
  boolean isOfKeys(Map<String, String> request) {
    return "keys".equals(request.get(ASKED));
  }

  private static Object ofChain(Session session) {
    MisconfiguredException conflict = ChainRules.profileConflict(session.given);
    if (conflict != null) {
      throw conflict;
    }
    return session.get();
  }

  private Object warnOfKeys(String provider) {
    if (warnedOfKeys.compareAndSet(false, true)) {
      ChainRules.warnOfKeys(provider);
    }
    return provider;
  }

  /** Adds the region of the SDK if the process has none, as the SDK's own STS client does. */
  private static Map<String, String> withRegion(
      Map<String, String> request, Supplier<String> region) {
    Map<String, String> all = new HashMap<>(request);
    if (Setting.REGION.ofProcess() == null) {
      try {
        all.put("region", region.get());
      } catch (RuntimeException unknown) {
        // The session says what is missing.
      }
    }
    return all;
  }

  private static Supplier<Object> closed(String message) {
    return () -> {
      throw new IllegalStateException(message);
    };
  }

  private Object inPlaceOfNode(Session session) {
    Object credentials;
    try {
      if (refusals.takeOfThisThread() && !session.isServed()) {
        throw new IllegalStateException("refused just before, see there");
      }
      credentials = session.get();
    } catch (RuntimeException failure) {
      throw new IllegalStateException(
          configuration.withoutPod(String.valueOf(failure.getMessage())), failure);
    }
    if (!saidInPlaceOfNode.get() && !saidInPlaceOfNode.getAndSet(true)) {
      LOG.info(
          "The application asks for the credentials of the node, and gets those of this pod ({})",
          configuration.title());
    }
    return credentials;
  }

  /** Returns the settings of a request, unless the core finds the same in the process. */
  private static GivenSettings given(Map<String, String> request) {
    GivenSettings given = GivenSettings.none();
    for (Map.Entry<String, Setting<?>> each : SETTINGS.entrySet()) {
      String value = request.get(each.getKey());
      Setting<?> setting = each.getValue();
      if (value != null && !value.equals(setting.ofProcess())) {
        given = given.withText(setting, value, each.getKey() + " of the SDK's provider");
      }
    }
    return given;
  }

  /** The types of one copy of an SDK. Failures stay what they are: SDKs get their message. */
  private record Types(Function<Object[], Object> converter) implements SdkConverter<Object> {

    @Override
    public Object credentials(SessionCredentials session, List<IdentitySource> sources) {
      return converter.apply(
          new @Nullable Object[] {
            session.accessKeyId(),
            session.secretAccessKey(),
            session.sessionToken(),
            session.expiration(),
            session.accountId(),
            sources.get(0).name()
          });
    }

    @Override
    public RuntimeException exception(CredentialsException failure) {
      return failure;
    }

    @Override
    public RuntimeException exception(
        String message, @Nullable Throwable cause, boolean isRetryable) {
      throw new IllegalStateException("the agent has no chain of providers");
    }
  }
}
