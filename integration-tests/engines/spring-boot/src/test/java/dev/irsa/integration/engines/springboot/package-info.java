/** An application with Spring Boot and Spring Cloud AWS. */
@NullMarked
package dev.irsa.integration.engines.springboot;

import org.jspecify.annotations.NullMarked;
