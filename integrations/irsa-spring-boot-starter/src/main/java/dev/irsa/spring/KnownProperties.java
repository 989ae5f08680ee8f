package dev.irsa.spring;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.config.Given;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.Setting;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The properties that an application knows. Once its environment is prepared, these are all
 * properties; while configuration is imported, only the properties in the binder of the import.
 */
final class KnownProperties {

  private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("irsa");

  private static final Set<ConfigurationPropertyName> KNOWN = known();

  private final Binder binder;
  private final List<ConfigurationPropertySource> sources = new ArrayList<>();

  KnownProperties(Binder binder) {
    this.binder = binder;
    var unused = binder.bind(PREFIX, Bindable.of(String.class), new CollectingSources());
  }

  static KnownProperties of(Environment environment) {
    return new KnownProperties(Binder.get(environment));
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

  Binder binder() {
    return binder;
  }

  /** Returns the value of a property, the values of a list separated by commas; or empty. */
  String text(String name) {
    return binder
        .bind(name, String.class)
        .orElseGet(
            () ->
                String.join(
                    ",", binder.bind(name, Bindable.listOf(String.class)).orElse(List.of())));
  }

  /**
   * Returns whether the process is configured for IRSA or EKS Pod Identity, even partly, such as by
   * a role in the properties: where the pod's variables were not injected, it must not become the
   * node's. A property that does not exist may be that role, misspelt.
   */
  boolean isPod() {
    return Resolver.ofPod(dev.irsa.internal.config.Environment.system(), given()).isConfigured()
        || !text("irsa.chained-role-arn").isBlank()
        || !unknown().isEmpty();
  }

  /**
   * Returns the settings that the properties set, as texts. A duration is not in the format of its
   * variable yet.
   */
  Given given() {
    Given given = Given.none();
    for (Setting<?> setting : Setting.values()) {
      String property = setting.springProperty();
      if (property != null) {
        given = given.withText(setting, text(property), property);
      }
    }
    return given;
  }

  /** Returns false if {@code irsa.enabled} is, in any spelling that Spring Boot accepts. */
  boolean isEnabled() {
    try {
      return binder.bind("irsa.enabled", Boolean.class).orElse(true);
    } catch (BindException invalid) {
      // Reported together with the other problems when the provider is created.
      return true;
    }
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

  private static boolean isKnown(ConfigurationPropertyName name) {
    return KNOWN.contains(name.isLastElementIndexed() ? name.getParent() : name);
  }

  private static Problem unknown(ConfigurationPropertyName name) {
    return new Problem(name.toString(), null, "is not a property of irsa", "use one of " + KNOWN);
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
        isOurs || setting.startsWith("spring.")
            ? find(ConfigurationPropertyName.of(setting))
            : null;
    if (property == null) {
      return problem;
    }
    // The value of a property that we do not know may be a secret.
    String value =
        isOurs && isKnown(ConfigurationPropertyName.of(setting))
            ? "\"" + withoutTokens(property.getValue()) + "\" in "
            : "";
    return new Problem(setting, value + property.getOrigin(), problem.found(), problem.fix());
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

  /** Returns a value for a message: a token may stand where its path belongs. */
  static String withoutTokens(@Nullable Object value) {
    return String.valueOf(value).replaceAll("eyJ[\\w.=-]*", "***");
  }
}
