package dev.irsa.spring;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.SettingValue;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.function.SingletonSupplier;

/**
 * The properties that an application knows. Once its environment is prepared, these are all
 * properties; while configuration is imported, only the properties in the binder of the import.
 */
final class KnownProperties {

  private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("irsa");
  private static final ConfigurationPropertyName SPRING = ConfigurationPropertyName.of("spring");
  private static final ConfigurationPropertyName DATA_SOURCE = SPRING.append("datasource");

  private static final ConfigurationPropertyName TOKENS = PREFIX.append("outbound-tokens");

  private static final Set<ConfigurationPropertyName> KNOWN = known();

  /** The properties below the name of a token for others. */
  private static final List<String> OF_TOKEN = List.of("audience", "duration", "signing-algorithm");

  /** How values begin that Spring Cloud decrypts when the environment is complete. */
  private static final String ENCRYPTED = "{cipher}";

  private final Binder binder;
  private final @Nullable Bootstrap bootstrap;
  private final List<ConfigurationPropertySource> sources = new ArrayList<>();

  /** Bound once: a start needs them several times. Not before: many need none of them. */
  private final SingletonSupplier<GivenSettings> given = SingletonSupplier.of(this::bindSettings);

  private KnownProperties(Binder binder, @Nullable Bootstrap bootstrap) {
    this.binder = binder;
    this.bootstrap = bootstrap;
    var unused = binder.bind(PREFIX, Bindable.of(String.class), new CollectingSources());
  }

  static KnownProperties of(Environment environment) {
    return new KnownProperties(Binder.get(environment), null);
  }

  /** Returns what is known at an import, decrypted as Spring Cloud decrypts it later. */
  static KnownProperties ofImport(Binder binder, Bootstrap bootstrap) {
    return new KnownProperties(binder, bootstrap);
  }

  /** Decrypts values that are read while configuration is imported. */
  private final class Decrypting extends AbstractBindHandler {

    Decrypting(BindHandler parent) {
      super(parent);
    }

    @Override
    public @Nullable Object onSuccess(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
      boolean isEncrypted = result.toString().startsWith(ENCRYPTED);
      Object value =
          isEncrypted && bootstrap != null && bootstrap.has(BindHandler.class)
              ? bootstrap.get(BindHandler.class).onSuccess(name, target, context, result)
              : result;
      return super.onSuccess(name, target, context, value);
    }
  }

  /** A value that cannot be bound counts as absent; the check of all properties reports it. */
  private static final class Lenient implements BindHandler {
    @Override
    public @Nullable Object onFailure(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
      return null;
    }
  }

  /** Binds nothing: only a handler gets to see the sources of a binder. */
  private final class CollectingSources implements BindHandler {
    @Override
    public <T> @Nullable Bindable<T> onStart(
        ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
      context.getSources().forEach(sources::add);
      return null;
    }
  }

  /** Binds all properties. */
  IrsaProperties bind(BindHandler handler) {
    return binder.bindOrCreate("irsa", Bindable.of(IrsaProperties.class), new Decrypting(handler));
  }

  private <T> BindResult<T> bind(String name, Bindable<T> type) {
    return binder.bind(name, type, new Decrypting(new Lenient()));
  }

  /** Returns the value of a property, the values of a list separated by commas; or empty. */
  String text(String name) {
    return bind(name, Bindable.of(String.class))
        .orElseGet(
            () -> String.join(",", bind(name, Bindable.listOf(String.class)).orElse(List.of())));
  }

  /**
   * Returns whether the credentials are this library's: it is enabled, and the process is
   * configured for IRSA or EKS Pod Identity, even partly, such as by a role in the properties:
   * where the pod's variables were not injected, it must not become the node's. A property that
   * does not exist may be that role, misspelt.
   */
  boolean isPod() {
    return isEnabled()
        && (Resolver.ofPod(dev.irsa.internal.config.Environment.system(), given()).isConfigured()
            || !text("irsa.chained-role-arn").isBlank()
            || !unknown().isEmpty());
  }

  /**
   * Returns the settings that the properties set, as texts. A duration is not in the format of its
   * variable yet.
   */
  GivenSettings given() {
    return given.obtain();
  }

  private GivenSettings bindSettings() {
    GivenSettings settings = GivenSettings.none();
    for (Setting<?> setting : Setting.values()) {
      String property = setting.springProperty();
      if (property != null) {
        settings = settings.withText(setting, text(property), property);
      }
    }
    return settings;
  }

  /** Returns false if {@code irsa.enabled} is, in any spelling that Spring Boot accepts. */
  boolean isEnabled() {
    return bind("irsa.enabled", Bindable.of(Boolean.class)).orElse(true);
  }

  /**
   * Returns a problem for each property that does not exist, such as a misspelt one: nobody would
   * notice that it has no effect. Variables and system properties with this prefix are settings of
   * the core.
   */
  List<Problem> unknown() {
    List<Problem> unknown = new ArrayList<>();
    for (ConfigurationPropertySource source : sources) {
      if (source instanceof IterableConfigurationPropertySource all && isOfApplication(source)) {
        all.stream()
            .filter(PREFIX::isAncestorOf)
            .filter(name -> !isKnown(name))
            .map(KnownProperties::unknown)
            .forEach(unknown::add);
      }
    }
    return unknown;
  }

  /**
   * Returns a problem for each password of Spring Boot that names a service and is not one of a
   * data source: it would be sent. Beans that are data sources are checked when they are created.
   */
  List<Problem> unusablePasswords() {
    return sources.stream()
        .filter(IterableConfigurationPropertySource.class::isInstance)
        .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
        .filter(name -> SPRING.isAncestorOf(name) && !DATA_SOURCE.isAncestorOf(name))
        .filter(name -> name.getLastElement(Form.UNIFORM).endsWith("password"))
        .distinct()
        .filter(name -> namesService(text(name.toString())))
        .map(KnownProperties::unusable)
        .toList();
  }

  /** Returns whether a password is a text that names a service, and so may not be sent. */
  static boolean namesService(@Nullable Object password) {
    return String.valueOf(password).strip().toLowerCase(Locale.ROOT).startsWith("irsa:");
  }

  private static Problem unusable(ConfigurationPropertyName name) {
    return new Problem(
        name.toString(),
        null,
        "would be sent as it is: only pools of HikariCP replace such a text by a password",
        "give it a password, or leave it out where the pool can be used in its place");
  }

  private static boolean isKnown(ConfigurationPropertyName name) {
    ConfigurationPropertyName plain = name.isLastElementIndexed() ? name.getParent() : name;
    ConfigurationPropertyName parent = plain.getParent();
    return KNOWN.contains(plain)
        || (TOKENS.isParentOf(parent)
            && OF_TOKEN.stream().anyMatch(each -> parent.append(each).equals(plain)));
  }

  private static Problem unknown(ConfigurationPropertyName name) {
    return new Problem(
        name.toString(),
        null,
        "is not a property of irsa",
        "use one of " + (TOKENS.isAncestorOf(name) ? OF_TOKEN : KNOWN));
  }

  private static Set<ConfigurationPropertyName> known() {
    Set<ConfigurationPropertyName> known = new LinkedHashSet<>();
    for (RecordComponent each : IrsaProperties.class.getRecordComponents()) {
      known.add(PREFIX.append(DataObjectPropertyName.toDashedForm(each.getName())));
    }
    return known;
  }

  /** Sources of variables may be several, which are told by their class. */
  private static boolean isOfApplication(ConfigurationPropertySource source) {
    return !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)
        && new UnboundElementsSourceFilter().apply(source);
  }

  /** Adds to problems of properties where these were set, and the values of ours. */
  List<Problem> located(List<Problem> problems) {
    return problems.stream().map(this::located).toList();
  }

  private Problem located(Problem problem) {
    String setting = problem.setting();
    boolean isOurs = setting.startsWith("irsa.");
    ConfigurationProperty property =
        (isOurs || setting.startsWith("spring.")) && ConfigurationPropertyName.isValid(setting)
            ? find(ConfigurationPropertyName.of(setting))
            : null;
    if (property == null) {
      return problem;
    }
    // The value of a property that we do not know, or that was encrypted, may be a secret.
    boolean isEncrypted = isEncrypted(property.getName());
    String value =
        isOurs && isKnown(property.getName()) && !isEncrypted
            ? SettingValue.quote(property.getValue().toString()) + " in "
            : "";
    String found =
        isEncrypted
            ? problem.found().replace(SettingValue.quote(text(setting)), "its value (not shown)")
            : problem.found();
    return new Problem(setting, value + property.getOrigin(), found, problem.fix());
  }

  private @Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
    for (ConfigurationPropertySource source : sources) {
      ConfigurationProperty property = source.getConfigurationProperty(name);
      if (property != null) {
        return property;
      }
    }
    return null;
  }

  /** Returns whether any source has the value encrypted; another one may have it decrypted. */
  private boolean isEncrypted(ConfigurationPropertyName name) {
    return sources.stream()
        .map(source -> source.getConfigurationProperty(name))
        .anyMatch(each -> each != null && each.getValue().toString().startsWith(ENCRYPTED));
  }
}
