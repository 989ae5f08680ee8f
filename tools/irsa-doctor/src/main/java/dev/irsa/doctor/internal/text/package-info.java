/** Texts from outside: how they are read and shown. */
@NullMarked
package dev.irsa.doctor.internal.text;

import org.jspecify.annotations.NullMarked;
