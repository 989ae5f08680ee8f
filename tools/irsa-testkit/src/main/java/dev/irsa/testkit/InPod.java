package dev.irsa.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.springframework.test.annotation.DirtiesContext;

/**
 * Runs a test class in a pod: registers {@link IrsaLabExtension}, and sets the system properties of
 * {@link PodSystemProperties} before the class, for all its tests. What is created before a test
 * then finds the pod, such as the application of {@code @SpringBootTest}.
 *
 * <pre>{@code
 * @SpringBootTest
 * @InPod
 * class CartTest {
 *   @Test
 *   void theCartIsStored(IrsaLab lab) { … }
 * }
 * }</pre>
 *
 * <p>All tests of the class have the same pod. Spring's test support closes the application after
 * the class, because its lab ends then, too. With {@link PodIdentity} the pod is one of EKS Pod
 * Identity.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(IrsaLabExtension.class)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
@DirtiesContext
public @interface InPod {}
