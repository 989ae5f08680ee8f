package dev.irsa.spring;

import dev.irsa.IrsaListener;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The credentials of the imports of one start. The later bean shares their session, so the start
 * fails if a property that changes the session was not known at an import. They are closed with the
 * application, also if it does not start. Imports are resolved by one thread.
 */
final class ImportCredentials {

  /** The name under which an application has this, if it imports from AWS. */
  private static final String BEAN = "irsaImportCredentials";

  /** What is known at each import, as far as clients were created with it. */
  private final List<Imported> imports = new ArrayList<>();

  private @Nullable ImportEvents events;
  private @Nullable IrsaCredentialsProvider provider;

  /** Provides the credentials of an import, in a pod. */
  void provide(KnownProperties known, Bootstrap bootstrap) {
    if (events == null) {
      events = new ImportEvents();
      bootstrap.whenPrepared(this::keep);
    }
    Imported latest = Imported.of(known);
    if (!latest.isOurs()) {
      imports.add(latest);
    } else if (imports.stream().noneMatch(Imported::isOurs)) {
      // Later imports share the provider of the first one.
      imports.add(latest);
      bootstrap.registerIfAbsent(AwsCredentialsProvider.class, () -> failClosed(latest));
    }
  }

  /** Spring Cloud AWS reads an {@link IllegalStateException} as the absence of a provider. */
  private IrsaCredentialsProvider failClosed(Imported imported) {
    try {
      IrsaCredentialsProvider created =
          imported.factory().create(List.of(Objects.requireNonNull(events)));
      provider = created;
      return created;
    } catch (IllegalStateException unexpected) {
      throw new BeanCreationException(
          "The credentials of the pod's role cannot be provided to spring.config.import",
          unexpected);
    }
  }

  /** The clients of the import become beans now, and sign as whom they were created for. */
  private void keep(ConfigurableApplicationContext application) {
    KnownProperties known = KnownProperties.of(application.getEnvironment());
    Imported complete = Imported.of(known);
    Set<String> late = new TreeSet<>();
    imports.forEach(each -> late.addAll(each.differences(complete)));
    if (!late.isEmpty()) {
      close();
      List<Problem> problems = late.stream().map(ImportCredentials::late).toList();
      throw new MisconfiguredException(true, known.located(problems));
    }
    Objects.requireNonNull(events).sayAgain(complete.factory());
    application.getBeanFactory().registerSingleton(BEAN, this);
    // Closed after all beans, also if creating them fails.
    ((DefaultSingletonBeanRegistry) application.getBeanFactory())
        .registerDisposableBean(BEAN, this::close);
  }

  /** Passes the events since the import to a listener that takes each event once. */
  void tell(IrsaListener listener) {
    Objects.requireNonNull(events).forwardTo(listener);
  }

  void close() {
    if (provider != null) {
      provider.close();
    }
  }

  private static Problem late(String property) {
    return new Problem(
        property,
        null,
        "is set too late: the clients of spring.config.import exist already, without it",
        "set it as a variable or system property, or in the file that contains"
            + " spring.config.import");
  }

  /**
   * The settings as known at an import.
   *
   * @param isOurs whether the credentials are those of the pod's role
   */
  private record Imported(boolean isOurs, ProviderFactory factory) {

    static Imported of(KnownProperties known) {
      return new Imported(known.isPod(), new ProviderFactory(known));
    }

    /** Returns the properties that differ later and would change the credentials. */
    Set<String> differences(Imported complete) {
      if (isOurs == complete.isOurs && (!isOurs || factory.isSameSession(complete.factory))) {
        return Set.of();
      }
      Map<String, Optional<Object>> later = complete.factory.sessionProperties();
      Set<String> names = new TreeSet<>();
      factory
          .sessionProperties()
          .forEach(
              (name, value) -> {
                if (!value.equals(later.get(name))) {
                  names.add(name);
                }
              });
      return names;
    }
  }
}
