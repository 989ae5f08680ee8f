/**
 * Auto-configuration of the pod's credentials for Spring Boot 3 and 4. Properties are in {@code
 * irsa.*}; the other types are for Spring Boot only.
 */
@NullMarked
package dev.irsa.spring;

import org.jspecify.annotations.NullMarked;
