package dev.irsa.testkit;

import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Provides a lab and a pod to JUnit tests, as parameters of type {@link IrsaLab} and {@link
 * PodEnvironment}.
 *
 * <pre>{@code
 * @ExtendWith(IrsaLabExtension.class)
 * class MyTest {
 *   @Test
 *   void theClientIsThePod(PodEnvironment pod) { … }
 * }
 * }</pre>
 *
 * <p>When registered on a class or as a static field, one lab serves the class and its nested
 * classes. When registered on a method or as an instance field, each test has its own lab. All
 * tests share a pod that is a parameter of a {@code @BeforeAll} method, and the pod of {@link
 * InPod}; otherwise each test has its own. All pods run as service account {@code my-sa} in
 * namespace {@code default}, with {@code AmazonS3ReadOnlyAccess} by IRSA, or as another one by EKS
 * Pod Identity, see {@link PodIdentity}. Labs and pods are closed by JUnit.
 *
 * <p>The extension changes process-wide state only for tests annotated with {@link
 * PodSystemProperties} or {@link InPod}, so other tests may run in parallel.
 */
public final class IrsaLabExtension
    implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(IrsaLabExtension.class);

  private final UnaryOperator<IrsaLab.Builder> settings;

  /** Creates an extension whose labs have the default settings. */
  public IrsaLabExtension() {
    this(UnaryOperator.identity());
  }

  private IrsaLabExtension(UnaryOperator<IrsaLab.Builder> settings) {
    this.settings = settings;
  }

  /** Creates an extension whose labs have the given settings, for {@code @RegisterExtension}. */
  public static IrsaLabExtension with(UnaryOperator<IrsaLab.Builder> settings) {
    return new IrsaLabExtension(settings);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    // A lab started here belongs to the class; tests find it in their parent context.
    running(context);
    if (AnnotationSupport.isAnnotated(context.getTestClass(), InPod.class)) {
      setSystemProperties(context);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (asksForSystemProperties(context)) {
      setSystemProperties(context);
    }
  }

  private void setSystemProperties(ExtensionContext context) {
    SystemPropertiesOfPod set = SystemPropertiesOfPod.set(pod(context, isPodIdentity(context)));
    store(context).put(SystemPropertiesOfPod.class, new Closing<>(set));
  }

  private static boolean asksForSystemProperties(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getElement(), PodSystemProperties.class)
        || AnnotationSupport.isAnnotated(context.getTestClass(), PodSystemProperties.class);
  }

  private static boolean isPodIdentity(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getElement(), PodIdentity.class)
        || context.getTestClass().stream()
            .flatMap(IrsaLabExtension::withEnclosing)
            .anyMatch(type -> AnnotationSupport.isAnnotated(type, PodIdentity.class));
  }

  /** Returns a class and, for a nested one, those around it. */
  private static Stream<Class<?>> withEnclosing(Class<?> type) {
    return Stream.iterate(type, Objects::nonNull, Class::getEnclosingClass);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == IrsaLab.class || type == PodEnvironment.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == IrsaLab.class) {
      return running(context).lab();
    }
    return pod(context, parameter.isAnnotated(PodIdentity.class) || isPodIdentity(context));
  }

  private Running running(ExtensionContext context) {
    return store(context)
        .getOrComputeIfAbsent(
            Running.class, key -> Running.start(settings.apply(IrsaLab.builder())), Running.class);
  }

  private PodEnvironment pod(ExtensionContext context, boolean podIdentity) {
    Running running = running(context);
    // JUnit closes in reverse order: the pod before the lab.
    Closing<?> pod =
        store(context)
            .getOrComputeIfAbsent(
                podIdentity ? PodIdentity.class : PodEnvironment.class,
                key -> new Closing<>(running.startPod(podIdentity)),
                Closing.class);
    return (PodEnvironment) pod.resource();
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  /**
   * Implements both interfaces: JUnit before 5.13 does not close values that are only
   * AutoCloseable.
   */
  @SuppressWarnings("deprecation")
  private record Closing<T extends AutoCloseable>(T resource)
      implements Store.CloseableResource, AutoCloseable {
    @Override
    public void close() throws Exception {
      resource.close();
    }
  }

  @SuppressWarnings("deprecation")
  private record Running(IrsaLab lab, Map<Boolean, ServiceAccount> accounts)
      implements Store.CloseableResource, AutoCloseable {
    private static final String POLICY = "AmazonS3ReadOnlyAccess";

    static Running start(IrsaLab.Builder builder) {
      Running running = new Running(builder.start(), new ConcurrentHashMap<>());
      running.account(false);
      return running;
    }

    private ServiceAccount account(boolean podIdentity) {
      return accounts.computeIfAbsent(
          podIdentity,
          key ->
              podIdentity
                  ? lab.createPodIdentityServiceAccount("default", "my-pod-identity-sa", POLICY)
                  : lab.createServiceAccount("default", "my-sa", POLICY));
    }

    PodEnvironment startPod(boolean podIdentity) {
      return lab.startPod(account(podIdentity));
    }

    @Override
    public void close() {
      lab.close();
    }
  }

  /** Gives the process the pod's identity through system properties, until closed. */
  private static final class SystemPropertiesOfPod implements AutoCloseable {
    private static final Map<String, String> BY_VARIABLE =
        Map.of(
            "AWS_ROLE_ARN", "aws.roleArn",
            "AWS_WEB_IDENTITY_TOKEN_FILE", "aws.webIdentityTokenFile",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI", "aws.containerCredentialsFullUri",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "aws.containerAuthorizationTokenFile",
            "AWS_REGION", "aws.region");

    private final Map<String, @Nullable String> before = new HashMap<>();

    private SystemPropertiesOfPod() {}

    static SystemPropertiesOfPod set(PodEnvironment pod) {
      Map<String, String> variables = pod.variables();
      Map<String, String> properties = new LinkedHashMap<>();
      BY_VARIABLE.forEach(
          (variable, property) -> {
            String value = variables.get(variable);
            if (value != null) {
              properties.put(property, value);
            }
          });
      properties.put("aws.endpointUrlSts", pod.plainStsEndpoint().toString());
      properties.put("aws.endpointUrlS3", pod.plainS3Endpoint().toString());
      SystemPropertiesOfPod set = new SystemPropertiesOfPod();
      properties.forEach((name, value) -> set.before.put(name, System.setProperty(name, value)));
      return set;
    }

    @Override
    public void close() {
      before.forEach(
          (name, value) -> {
            if (value == null) {
              System.clearProperty(name);
            } else {
              System.setProperty(name, value);
            }
          });
    }
  }
}
