/** What the doctor looks for: one check for each known cause, and the order of diagnosis. */
@NullMarked
package dev.irsa.doctor.internal.check;

import org.jspecify.annotations.NullMarked;
