package dev.irsa.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes {@link IrsaLabExtension} provide pods with EKS Pod Identity instead of IRSA: on a class or
 * test method for all its pods, on a parameter for that one.
 *
 * <pre>{@code
 * @ExtendWith(IrsaLabExtension.class)
 * class MyTest {
 *   @Test
 *   void bothWorldsReadTheBucket(PodEnvironment irsa, @PodIdentity PodEnvironment podIdentity) { … }
 * }
 * }</pre>
 *
 * <p>These pods run as service account {@code my-pod-identity-sa} in namespace {@code default},
 * whose associated role has {@code AmazonS3ReadOnlyAccess}. With {@link PodSystemProperties},
 * annotate the class or the method: a parameter does not determine the properties.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
public @interface PodIdentity {}
