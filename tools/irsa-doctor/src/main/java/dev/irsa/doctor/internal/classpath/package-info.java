/** The class path of the application: which SDKs and frameworks it contains. */
@NullMarked
package dev.irsa.doctor.internal.classpath;

import org.jspecify.annotations.NullMarked;
