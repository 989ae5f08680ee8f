package dev.irsa.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Sets the system properties that SDKs read for the duration of each test, so that code which reads
 * its own configuration finds the pod: {@code aws.roleArn} and {@code aws.webIdentityTokenFile} or,
 * with {@link PodIdentity}, {@code aws.containerCredentialsFullUri} and {@code
 * aws.containerAuthorizationTokenFile}; {@code aws.region}, and the lab's plain endpoints as {@code
 * aws.endpointUrlSts} and {@code aws.endpointUrlS3}. The previous values are restored afterwards.
 *
 * <p>System properties are process-wide, so these tests hold JUnit's lock on them and do not run
 * concurrently. Requires {@link IrsaLabExtension}, on a test method or class.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ResourceLock(Resources.SYSTEM_PROPERTIES)
public @interface PodSystemProperties {}
