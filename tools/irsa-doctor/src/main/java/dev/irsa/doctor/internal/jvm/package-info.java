/** This JVM, for applications that examine themselves. */
@NullMarked
package dev.irsa.doctor.internal.jvm;

import org.jspecify.annotations.NullMarked;
