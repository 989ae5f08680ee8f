/** The checks of the doctor, one for each known cause, and the order in which causes show. */
@NullMarked
package dev.irsa.doctor.internal.check;

import org.jspecify.annotations.NullMarked;
