/** Files of the examined machine: where links lead, who may read them, and how much is read. */
@NullMarked
package dev.irsa.doctor.internal.file;

import org.jspecify.annotations.NullMarked;
