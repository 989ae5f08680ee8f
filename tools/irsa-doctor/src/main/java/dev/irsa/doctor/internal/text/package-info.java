/** Formats what was found, without secrets. */
@NullMarked
package dev.irsa.doctor.internal.text;

import org.jspecify.annotations.NullMarked;
