/** The examined pod: its environment, its file tree, and what they reveal about it. */
@NullMarked
package dev.irsa.doctor.internal.pod;

import org.jspecify.annotations.NullMarked;
