/** What the examined pod has: environment, files, token, sources of credentials, JVM. */
@NullMarked
package dev.irsa.doctor.internal.pod;

import org.jspecify.annotations.NullMarked;
