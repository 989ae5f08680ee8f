package dev.irsa.testkit;

import dev.irsa.testkit.kubernetes.ServiceAccount;
import java.util.function.UnaryOperator;
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
 * classes. When registered on a method or as an instance field, each test has its own lab. A pod
 * that is a parameter of a {@code @BeforeAll} method is shared by all tests; otherwise each test
 * has its own pod. All pods run as service account {@code my-sa} in namespace {@code default}, with
 * {@code AmazonS3ReadOnlyAccess}. Labs and pods are closed by JUnit.
 *
 * <p>The extension changes process-wide state only for tests annotated with {@link
 * PodSystemProperties}, so other tests may run in parallel.
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
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (asksForSystemProperties(context)) {
      SystemPropertiesOfPod set = SystemPropertiesOfPod.set(pod(context));
      store(context).put(SystemPropertiesOfPod.class, new Closing<>(set));
    }
  }

  private static boolean asksForSystemProperties(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getElement(), PodSystemProperties.class)
        || AnnotationSupport.isAnnotated(context.getTestClass(), PodSystemProperties.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == IrsaLab.class || type == PodEnvironment.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    boolean wantsLab = parameter.getParameter().getType() == IrsaLab.class;
    return wantsLab ? running(context).lab() : pod(context);
  }

  private Running running(ExtensionContext context) {
    return store(context)
        .getOrComputeIfAbsent(
            Running.class, key -> Running.start(settings.apply(IrsaLab.builder())), Running.class);
  }

  private PodEnvironment pod(ExtensionContext context) {
    Running running = running(context);
    // JUnit closes in reverse order: the pod before the lab.
    Closing<?> pod =
        store(context)
            .getOrComputeIfAbsent(
                PodEnvironment.class, key -> new Closing<>(running.startPod()), Closing.class);
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
  private record Running(IrsaLab lab, ServiceAccount account)
      implements Store.CloseableResource, AutoCloseable {

    static Running start(IrsaLab.Builder builder) {
      IrsaLab lab = builder.start();
      return new Running(
          lab, lab.createServiceAccount("default", "my-sa", "AmazonS3ReadOnlyAccess"));
    }

    PodEnvironment startPod() {
      return lab.startPod(account);
    }

    @Override
    public void close() {
      lab.close();
    }
  }
}
