/**
 * The settings of the pod as the library reads them, and the sources of credentials beside them.
 */
@NullMarked
package dev.irsa.doctor.internal.settings;

import org.jspecify.annotations.NullMarked;
