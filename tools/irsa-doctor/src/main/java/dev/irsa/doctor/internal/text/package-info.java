/** Texts from outside: how much of them is read, and how they are shown. */
@NullMarked
package dev.irsa.doctor.internal.text;

import org.jspecify.annotations.NullMarked;
